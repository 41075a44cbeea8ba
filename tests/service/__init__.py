"""The systemd units, `watcher service`, and the daemon under the real units.

machine    a real systemd as process 1 of namespaces of its own, over a throw-away copy of this system (root only)
"""
