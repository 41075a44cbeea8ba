"""What the program makes of mail."""
