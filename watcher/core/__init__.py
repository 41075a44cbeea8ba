"""The judgement: pure functions over plain data. No I/O, no clock, no config, no logging."""
