"""The small languages of the config: durations, gaps of a ladder, working hours, keywords. Each function raises ValueError with what would be right."""

import ipaddress
import re
import zoneinfo
from dataclasses import dataclass
from datetime import time, timedelta

from watcher.config.spelling import did_you_mean
from watcher.core.model import Step

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DISMISSAL_KEYWORD = "follow-up-dismissed"

_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_DURATION = re.compile(r"(\d{1,5})\s*(m|h|d|w|min|minutes?|hours?|days?|weeks?)", re.IGNORECASE)
_WORKING_DAYS = re.compile(r"(\d{1,3})\s*(?:business|working)\s*days?", re.IGNORECASE)
_HOURS = re.compile(r"(\d{1,2}):(\d{2})\s*(?:-|to)\s*(\d{1,2}):(\d{2})")
_ATOM = re.compile(r"[!#$&'+,\-./0-9:;<=>?@A-Z\[^_`a-z|}~]+")  # RFC 3501: ATOM-CHAR
_ACCOUNT_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\"\\]+@[^\s@<>()\[\],;:\"\\]+")
_HOST = re.compile(r"[^\s/@:]+|\[?[0-9a-fA-F:.]+\]?")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Hours:
    """The working hours of a day, local time."""

    opens: time
    closes: time

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}-{self.closes:%H:%M}"


def duration(text: str) -> timedelta:
    """`90m`, `2h`, `30d`, `2w` (also `30 days`)."""
    found = _DURATION.fullmatch(text.strip())
    if found is None:
        raise ValueError("must be a duration such as 90m, 2h, 30d or 2w")
    return timedelta(**{_UNITS[found[2][0].lower()]: int(found[1])})


def step(text: str) -> Step:
    """A gap of a ladder: `5 business days`, or `7d` and `2w` in calendar days, or `48h` to the minute."""
    working = _WORKING_DAYS.fullmatch(text.strip())
    found = _DURATION.fullmatch(text.strip())
    if working is not None and int(working[1]) > 0:
        return Step(business_days=int(working[1]))
    if found is None or int(found[1]) == 0:
        raise ValueError('must be a gap such as "5 business days", 7d, 2w or 48h')
    number, unit = int(found[1]), found[2][0].lower()
    if unit in "mh":
        return Step(exactly=timedelta(**{_UNITS[unit]: number}))
    return Step(days=number * (7 if unit == "w" else 1))


def hours(text: str) -> Hours:
    """`09:00-17:00`, on one day."""
    found = _HOURS.fullmatch(text.strip())
    if found is None:
        raise ValueError('must be two times such as "09:00-17:00"')
    try:
        opens, closes = time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4]))
    except ValueError:
        raise ValueError('must be two times of one day such as "09:00-17:00"') from None
    if opens >= closes:
        raise ValueError(f"must open before it closes: {opens:%H:%M} is not before {closes:%H:%M}")
    return Hours(opens, closes)


def zone(text: str) -> str:
    """The name of a time zone of the IANA database, such as `Europe/Stockholm`."""
    try:
        zoneinfo.ZoneInfo(text)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        known = sorted(zoneinfo.available_timezones())
        hint = did_you_mean(text, known, by_tail=True) or "such as Europe/Stockholm"
        raise ValueError(f"must be the name of a time zone; {hint}") from None
    return text


def keyword(text: str) -> str:
    """An IMAP keyword: an atom of RFC 3501, and not the one that keeps dismissals."""
    if _ATOM.fullmatch(text) is None or len(text) > 100:
        raise ValueError('must be one ASCII word without spaces and ( ) { % * " \\ ], such as follow-up-due')
    if text.lower() == DISMISSAL_KEYWORD:
        raise ValueError(f"must not be {DISMISSAL_KEYWORD}: that one keeps the dismissals")
    return text


def account_name(text: str) -> str:
    """A name that can be typed, and be part of a file name."""
    if _ACCOUNT_NAME.fullmatch(text) is None:
        raise ValueError("must be letters, digits, dots, dashes and underscores, such as private")
    return text


def address(text: str) -> str:
    """A bare e-mail address."""
    if _ADDRESS.fullmatch(text) is None:
        raise ValueError("must be a bare e-mail address such as alex@lind.example")
    return text


def host(text: str) -> str:
    """A host name or an IP address, without a scheme or a port."""
    if _HOST.fullmatch(text) is None:
        raise ValueError("must be a bare host name such as imap.lind.example (the port has a key of its own)")
    return text.strip("[]")


def variable(text: str) -> str:
    """The name of an environment variable."""
    if _VARIABLE.fullmatch(text) is None:
        raise ValueError("must be the name of an environment variable such as WATCHER_PASSWORD, not the password")
    return text


def credential(text: str) -> str:
    """The name of a systemd credential: a file name."""
    if "/" in text or text in (".", ".."):
        raise ValueError("must be the name of a systemd credential such as imap-password, without a slash")
    return text


def is_loopback(name: str) -> bool:
    """Whether this host is the computer itself, by name or number."""
    if name.lower().rstrip(".") == "localhost" or name.lower().rstrip(".").endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def loopback_port(text: str) -> str:
    """`127.0.0.1:9464`: a port of this computer, for programs on it alone."""
    name, colon, port = text.rpartition(":")
    if not colon or not is_loopback(name.strip("[]")) or not port.isascii() or not port.isdigit() or int(port) > 65535:
        raise ValueError("must be an address of this computer and a port, such as 127.0.0.1:9464")
    return text
