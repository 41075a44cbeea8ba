"""The program as it is handed on: its distributions, its man page, and how it is operated."""
