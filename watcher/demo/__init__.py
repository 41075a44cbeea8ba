"""The whole job on an embedded mailbox: a real IMAP server in this process, a job seeker's mail, and the very same pass as `scan`."""
