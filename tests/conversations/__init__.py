"""Conversations as people write them, and what a careful reader of the playbook says of each."""
