"""Mailbox watcher."""
