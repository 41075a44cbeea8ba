"""The service: passes at the right moments over every account, for years.

loop       start, signals, reload, stop; the main thread
accounts   one account's passes, troubles and listener; what runs when
timing     when the next pass is due, and how long to wait after a failure; pure
listening  one thread for all connections that tell of news
pulse      who is at work, and whether the work goes on: what the watchdog's beat rests on
notify     what systemd is told (sd_notify)
metrics    what a Prometheus is told
prometheus the figures in its form, and the small server that shows them
"""
