"""The mailbox: one suite that every kind of it passes, and what is special to IMAP."""
