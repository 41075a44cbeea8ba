"""The whole pass, on real servers over sockets."""
