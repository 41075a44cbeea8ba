"""What the program promised, held against everything that may happen to a mailbox."""
