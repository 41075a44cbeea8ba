"""The config's part about the service: how often it looks, how much at once, and what it tells of itself."""

from datetime import timedelta
from typing import Annotated

from pydantic import AfterValidator, Field

from watcher.config import values
from watcher.config.fields import Duration, FilePath, Model, Text, span

Interval = Annotated[Duration, span(timedelta(minutes=1), timedelta(days=1), "1m and 24h")]


class Metrics(Model):
    """What the service tells a Prometheus of itself; nothing, unless one of them is given."""

    listen: Annotated[Text, AfterValidator(values.loopback_port)] | None = None
    textfile: FilePath | None = None


class Service(Model):
    """How `watcher run` goes about its work.

    `poll`: how often a mailbox is asked that does not tell of news by itself (no IDLE). `look_round`: how often one that does is asked all the same, as it tells of its inbox alone.
    """

    poll: Interval = timedelta(minutes=5)
    look_round: Interval = timedelta(minutes=30)
    passes_at_once: int = Field(default=4, ge=1, le=64)
    metrics: Metrics = Metrics()
