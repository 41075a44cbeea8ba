"""In which country the writer of a message probably lives, as far as the message alone tells: whose public holidays its working days leave out."""

from datetime import datetime
from zoneinfo import ZoneInfo

from watcher.core.words import Words

TLD_LETTERS = 2
OTHER_TLDS = {"uk": "GB"}  # the one country whose top-level domain is not its ISO 3166 code
NO_COUNTRIES = frozenset({"ai", "co", "eu", "fm", "io", "me", "tv"})  # sold to everybody


def country_of(address: str, written_at: datetime, words: Words) -> str | None:
    """Return the ISO 3166 code of the country: by the domain of the address, else the first home of the language whose clocks show the offset of `written_at`; None where neither tells."""
    top = address.rpartition(".")[2].lower()
    if len(top) == TLD_LETTERS and top not in NO_COUNTRIES:
        return OTHER_TLDS.get(top, top.upper())
    offset = written_at.utcoffset()
    here = written_at.replace(tzinfo=None)
    return next((code for code, zone in words.homes.items() if ZoneInfo(zone).utcoffset(here) == offset), None)
