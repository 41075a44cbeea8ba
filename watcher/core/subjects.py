"""Subjects without what mail programs put before and after them (RFC 5256 section 2.1, extended to other languages and to automatic mail)."""

import re

# Answers and forwards, as mail programs of many languages abbreviate them.
REPLIES = (
    "re",
    "sv",
    "vs",
    "aw",
    "antw",
    "ad",
    "res",
    "rif",
    "r",
    "odp",
    "ynt",
    "ref",
    "rép",
    "vá",
    "atb",
    "回复",
    "答复",
    "回覆",
)
FORWARDS = ("fwd", "fw", "vb", "vl", "wg", "tr", "rv", "enc", "i", "pd", "doorst", "转发", "轉寄")
AUTOMATIC = (
    "automatic reply", "automatic response", "automated reply", "auto reply", "auto-reply", "autoreply", "auto response", "auto", "out of office", "out of the office",
    "out of office autoreply", "out of office reply", "autosvar", "automatiskt svar", "frånvaro", "frånvarande", "read", "läst", "undeliverable", "kan inte levereras", "returned mail",
    "delivery status notification", "accepted", "declined", "tentative", "accepterat", "avböjt", "preliminärt", "accepterad", "avböjd",
)  # fmt: skip
LONGEST = 1_000


def _prefix(names: tuple[str, ...]) -> re.Pattern[str]:
    alternatives = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(
        rf"\s*(?:\[[^\[\]]{{1,60}}\]\s*)?(?:{alternatives})\s*(?:\[\d{{1,4}}\]|\(\d{{1,4}}\)|\^\d{{1,3}})?\s*[:\uff1a]",
        re.IGNORECASE,
    )


REPLY = _prefix(REPLIES)
ANY_PREFIX = _prefix((*REPLIES, *FORWARDS, *AUTOMATIC))
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
