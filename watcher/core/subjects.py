"""Subjects without what mail programs put before and after them (RFC 5256 section 2.1, extended to other languages and to automatic mail)."""

import re

from watcher.core import mail_programs

LONGEST = 1_000
REPLY = mail_programs.prefix(mail_programs.REPLY_PREFIXES)
ANY_PREFIX = mail_programs.prefix(
    (
        *mail_programs.REPLY_PREFIXES,
        *mail_programs.FORWARD_PREFIXES,
        *mail_programs.AUTOMATIC_PREFIXES,
        *mail_programs.UNDELIVERED_PREFIXES,
        *mail_programs.READ_PREFIXES,
        *mail_programs.CALENDAR_ANSWERS,
    )
)
BLOB = re.compile(r"\s*\[[^\[\]]{1,60}\]\s*(?=\S)")
TRAILER = re.compile(r"\s*\((?:fwd|automatic response|auto(?:matic)? reply|autosvar)\)\s*\Z", re.IGNORECASE)


def base_subject(subject: str) -> str:
    """Return the subject that a conversation shares: no prefixes, list tags or trailers, single spaces, case folded."""
    text = " ".join(subject[:LONGEST].split())
    for _ in range(30):
        shorter = (
            ANY_PREFIX.sub("", TRAILER.sub("", text), count=1)
            if ANY_PREFIX.match(text) or TRAILER.search(text)
            else text
        )
        blob = BLOB.match(shorter)
        shorter = (shorter[blob.end() :] if blob else shorter).strip()
        if shorter == text:
            break
        text = shorter
    return text.casefold()


def is_reply(subject: str) -> bool:
    """Whether a mail program marked the subject as that of an answer."""
    return REPLY.match(subject[:LONGEST]) is not None
