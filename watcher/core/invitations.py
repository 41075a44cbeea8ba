"""Reads `text/calendar` parts into invitations (RFC 5545, RFC 5546). Never raises on hostile input."""

import re
import warnings
from datetime import date, datetime, timedelta, timezone, tzinfo

from icalendar import Calendar, Component, vRecur

from watcher.core.model import Invitation

MAX_EVENTS = 20
METHOD = re.compile(r"^METHOD:\s*(\w{1,20})", re.MULTILINE | re.IGNORECASE)
UID = re.compile(r"^UID:\s*(\S{1,400})", re.MULTILINE | re.IGNORECASE)
SHOWN_OFFSET = re.compile(r"[(]?(?:UTC|GMT)(?P<sign>[+-])(?P<hours>0?\d|1[0-4]):?(?P<minutes>[0-5]\d)?(?!\d)")
PARTSTAT = re.compile(r"PARTSTAT=\"?([\w-]{1,30})", re.IGNORECASE)
# What the library lets through on broken calendars, as found by fuzzing it.
BROKEN = (ValueError, KeyError, IndexError, AttributeError, TypeError, OverflowError, RecursionError)


def read(raw: bytes, zone: tzinfo) -> tuple[Invitation, ...]:
    """The events of one calendar part. `zone` is that of times which name none (floating times and whole days)."""
    text = raw.decode("utf-8", "replace")
    return _events(text, zone) or _bare(text)


def _events(text: str, zone: tzinfo) -> tuple[Invitation, ...]:
    try:
        with warnings.catch_warnings():  # the library warns of zones whose names it has to guess
            warnings.simplefilter("ignore")
            calendars = Calendar.from_ical(text, multiple=True)
    except BROKEN:
        return ()
    found = []
    for calendar in calendars[:MAX_EVENTS]:
        method = _text(calendar, "METHOD").upper()
        for component in calendar.walk("VEVENT")[:MAX_EVENTS]:
            try:
                found.append(_invitation(component, method, zone))
            except BROKEN:
                continue
    return tuple(found[:MAX_EVENTS])


def _bare(text: str) -> tuple[Invitation, ...]:
    """Return what a calendar that can't be parsed still tells: its method and whose answer it is."""
    method, uid, partstat = (
        found.group(1) if (found := pattern.search(text)) else "" for pattern in (METHOD, UID, PARTSTAT)
    )
    if not method:
        return ()
    is_answer = method.upper() in ("REPLY", "COUNTER")
    return (
        Invitation(
            method.upper(),
            uid,
            0,
            "",
            None,
            None,
            partstat=partstat.upper() if is_answer else "",
            cancelled=method.upper() == "CANCEL",
        ),
    )


def _invitation(component: Component, method: str, zone: tzinfo) -> Invitation:
    starts_at, all_day = _instant(component, "DTSTART", zone)
    ends_at, _ = _instant(component, "DTEND", zone)
    duration = getattr(component.get("DURATION"), "dt", None)
    if ends_at is None and starts_at is not None:
        ends_at = (
            starts_at + duration
            if isinstance(duration, timedelta)
            else starts_at + timedelta(days=1)
            if all_day
            else None
        )
    attendees = component.get("ATTENDEE", [])
    attendees = attendees if isinstance(attendees, list) else [attendees]
    first = attendees[0] if attendees and method in ("REPLY", "COUNTER") else None
    return Invitation(
        method=method,
        uid=_text(component, "UID"),
        sequence=_number(component, "SEQUENCE"),
        summary=_text(component, "SUMMARY")[:500],
        starts_at=starts_at,
        ends_at=ends_at,
        organizer=_address(component.get("ORGANIZER")),
        attendee=_address(first),
        partstat=str(getattr(first, "params", {}).get("PARTSTAT", "")).upper(),
        cancelled=method == "CANCEL" or _text(component, "STATUS").upper() == "CANCELLED",
        all_day=all_day,
        recurs=_rule(component),
    )


def _instant(component: Component, name: str, zone: tzinfo) -> tuple[datetime | None, bool]:
    value = getattr(component.get(name), "dt", None)
    if isinstance(value, datetime):
        value = value if value.tzinfo is not None else value.replace(tzinfo=_zone_of(component, name, zone))
        return (value, False) if value.utcoffset() is not None else (None, False)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=zone), True
    return None, False


def _rule(component: Component) -> str:
    rule = component.get("RRULE")
    rule = rule[0] if isinstance(rule, list) and rule else rule
    if not isinstance(rule, vRecur):
        return ""
    written = rule.to_ical()  # type: ignore[no-untyped-call]
    return str(written, "ascii", "replace")[:300]


def _zone_of(component: Component, name: str, zone: tzinfo) -> tzinfo:
    """Return the zone of a time that names an unknown one: of its offset, if the name has it as Outlook shows it ("(UTC+01:00) Amsterdam, Berlin"), else `zone`."""
    named = SHOWN_OFFSET.match(str(getattr(component.get(name), "params", {}).get("TZID", "")))
    if named is None:
        return zone
    offset = timedelta(hours=int(named["hours"]), minutes=int(named["minutes"] or 0))
    return timezone(-offset if named["sign"] == "-" else offset)


def _text(component: Component, name: str) -> str:
    value = component.get(name, "")
    return " ".join(str(value[0] if isinstance(value, list) and value else value).split())


def _number(component: Component, name: str) -> int:
    text = _text(component, name)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _address(value: object) -> str:
    text = str(value or "").strip().lower()
    return text.removeprefix("mailto:").strip()
