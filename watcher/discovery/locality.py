"""Where the user probably is: the system's time zone, and the country that this zone, or else the locale, belongs to."""

import functools
import os
import re
import zoneinfo
from importlib import resources

import tzlocal

_UNIVERSAL = re.compile(r"(Etc/.*|UTC|UCT|GMT.*|Zulu|Universal|Greenwich)", re.IGNORECASE)
_TERRITORY = re.compile(r"[a-z]{2,3}_([A-Z]{2})\b")


def zone() -> str | None:
    """The system's time zone by its IANA name; None where it has none, or universal time, in which nobody lives."""
    try:
        name = tzlocal.get_localzone_name()
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, LookupError, OSError):
        return None
    return None if _UNIVERSAL.fullmatch(name) else str(name)


def country(zone_name: str | None) -> str | None:
    """The two-letter code of the zone's country, else that of the locale; None for neither."""
    return _countries().get(zone_name or "") or _country_of_locale()


@functools.cache
def _countries() -> dict[str, str]:
    """The country of each zone, as tzdata's zone.tab tells."""
    text = resources.files("tzdata").joinpath("zoneinfo/zone.tab").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return {row[2]: row[0] for row in rows}


def _country_of_locale() -> str | None:
    names = [os.environ.get(name, "") for name in ("LC_ALL", "LC_TIME", "LANG")]
    found = next((match for name in names if name and (match := _TERRITORY.match(name))), None)
    return found[1] if found is not None else None
