"""`watcher init` and what finds a server."""
