"""Reads what a message says: its newest own words, its calendar, its report parts (RFC 2045, 3464, 8098).

`raw` may be cut anywhere and may be hostile: parts, sizes and depth are bounded, unknown charsets are tolerated, nothing raises.
"""

import re
from collections import deque
from collections.abc import Iterator
from datetime import UTC, tzinfo
from email import message_from_bytes, utils
from email.message import Message as Part

from watcher.core import delivery_reports, html_text, invitations, quoting
from watcher.core.model import Body, Invitation, MessageId

MAX_RAW_BYTES = 64 * 1024
MAX_PARTS = 60
MAX_ABOVE = 2_000
MAX_TEXT = 8_000
MAX_RAW_TEXT = 16_000
MAX_ATTACHMENTS = 20
MESSAGE_ID = re.compile(r"<[^<>\s]{1,400}>")
ID_LINE = re.compile(
    r"^[\s>|]*(?:X-)?(?:Original-)?Message-I[dD]\s*:\s*(<[^<>\s]{1,400}>)", re.MULTILINE | re.IGNORECASE
)
# What the standard library lets through on broken structure, as found by fuzzing it.
BROKEN = (LookupError, ValueError, TypeError, AttributeError, AssertionError, RecursionError)
NO_FIELDS_FIRST = re.compile(rb"[ \t\r\n]+(?=[!-9;-~]{1,60}:)")


def read_body(raw: bytes) -> Body:
    """What the first bytes of a message (RFC 5322, up to 64 kB are looked at) say. Never raises."""
    try:
        read = _from_first_field(raw)
        root = message_from_bytes(read)
    except BROKEN:
        return _unstructured(raw)
    parts = list(_parts(root))
    raw_text = _plain_text(parts)[:MAX_RAW_TEXT]
    text = quoting.newest_words(raw_text)[:MAX_TEXT]
    action, failed = delivery_reports.read(parts)
    if not action:
        failed = delivery_reports.worded(root, read)
    return Body(
        text=text,
        raw_text=raw_text,
        invitations=_invitations(root, parts),
        report=_report_type(root),
        report_action=action,
        failed_recipients=failed,
        original_ids=_original_ids(parts, raw_text),
        attachments=tuple(name for part in parts if (name := _file_name(part)))[:MAX_ATTACHMENTS],
        truncated=len(raw) >= MAX_RAW_BYTES,
    )


def _from_first_field(raw: bytes) -> bytes:
    """The bytes to be looked at, without empty lines above the header."""
    above = NO_FIELDS_FIRST.match(raw[:MAX_ABOVE])
    return raw[above.end() if above else 0 :][:MAX_RAW_BYTES]


def _unstructured(raw: bytes) -> Body:
    """A message whose structure can't be read: everything below its headers, as it is."""
    text = raw[:MAX_RAW_BYTES].replace(b"\r\n", b"\n").partition(b"\n\n")[2].decode("utf-8", "replace")[:MAX_RAW_TEXT]
    return Body(text=quoting.newest_words(text)[:MAX_TEXT], raw_text=text, truncated=True)


def _parts(root: Part) -> Iterator[Part]:
    """The parts in their order, containers too; what lies inside an embedded message is left out, as it is somebody else's text."""
    waiting = deque([root])
    for _ in range(MAX_PARTS):
        if not waiting:
            return
        part = waiting.popleft()
        yield part
        payload = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(payload, list):
            waiting.extendleft(reversed([each for each in payload[:MAX_PARTS] if isinstance(each, Part)]))


def _plain_text(parts: list[Part]) -> str:
    own = [part for part in parts if not _is_attached(part)]
    plain = "\n".join(filter(None, (_decoded(part) for part in own if _is_plain(part))))
    if plain.strip():
        return plain
    return "\n".join(html_text.text_of(_decoded(part)) for part in own if part.get_content_type() == "text/html")


def _is_plain(part: Part) -> bool:
    """Whether a part is plain text, or one of many parts whose boundaries are lost."""
    is_broken = part.get_content_maintype() == "multipart" and isinstance(part.get_payload(), str)
    return is_broken or part.get_content_type() == "text/plain"


def _is_attached(part: Part) -> bool:
    return str(part.get("Content-Disposition", "")).strip().lower().startswith("attachment")


def _decoded(part: Part) -> str:
    return _bytes_of(part).decode(_charset(part), "replace").replace("\x00", "").replace("\r\n", "\n")


def _bytes_of(part: Part) -> bytes:
    try:
        payload = part.get_payload(decode=True)
    except BROKEN:
        return b""
    return payload if isinstance(payload, bytes) else b""


def _charset(part: Part) -> str:
    """A charset that Python knows; Windows-1252 for what calls itself Latin-1 or ASCII, as mail programs mean it."""
    try:
        name = str(part.get_content_charset("utf-8") or "utf-8").lower()
        b"".decode(name)
        "".encode(name)
    except BROKEN:
        return "utf-8"
    return {"us-ascii": "utf-8", "ascii": "utf-8", "iso-8859-1": "cp1252", "latin-1": "cp1252"}.get(name, name)


def _file_name(part: Part) -> str:
    try:
        name = part.get_filename("")
    except BROKEN:
        return ""
    return " ".join(str(name).split())[:200]


def _report_type(root: Part) -> str:
    if root.get_content_type() != "multipart/report":
        return ""
    try:
        value = root.get_param("report-type", "")
    except BROKEN:
        return ""
    return str(utils.collapse_rfc2231_value(value) if isinstance(value, tuple) else value or "").lower()


def _original_ids(parts: list[Part], raw_text: str) -> tuple[MessageId, ...]:
    """The Message-IDs of the mail that a report or a challenge is about."""
    found: list[str] = []
    for part in parts:
        kind = part.get_content_type()
        payload = part.get_payload()
        if kind in ("message/delivery-status", "message/disposition-notification", "message/global-delivery-status"):
            groups = delivery_reports.field_groups(part) or [_fields_in(_decoded(part))]
            found += [
                value for group in groups for name, value in group.items() if name.endswith("original-message-id")
            ]
        elif (
            kind in ("message/rfc822", "message/global")
            and isinstance(payload, list)
            and payload
            and isinstance(payload[0], Part)
        ):
            found.append(str(payload[0].get("Message-ID", "")))
        elif kind in ("text/rfc822-headers", "message/rfc822-headers", "text/rfc822"):
            found += ID_LINE.findall(_decoded(part) or str(payload))
    found += ID_LINE.findall(raw_text)
    ids = (each.group() for each in map(MESSAGE_ID.search, found) if each)
    return tuple(MessageId(each) for each in dict.fromkeys(ids))[:20]


def _fields_in(text: str) -> dict[str, str]:
    pairs = (line.partition(":") for line in text.splitlines()[:100])
    return {name.strip().lower(): value.strip() for name, colon, value in pairs if colon}


def _invitations(root: Part, parts: list[Part]) -> tuple[Invitation, ...]:
    found = [
        each
        for part in parts
        if part.get_content_type() == "text/calendar"
        for each in invitations.read(_bytes_of(part), _zone_of(root))
    ]
    return tuple({(each.uid, each.sequence, each.method, each.starts_at): each for each in found}.values())


def _zone_of(root: Part) -> tzinfo:
    """The sender's zone, as the offset of the Date header; UTC where it has none."""
    try:
        written = utils.parsedate_to_datetime(str(root.get("Date", "")))
    except (*BROKEN, OverflowError):
        return UTC
    return written.tzinfo or UTC
