"""The demo: its server, its mail, and what the program makes of it."""
