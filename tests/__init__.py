"""The tests, and what they build on."""
