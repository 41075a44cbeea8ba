"""Tells what kind of message somebody else's mail is: headers first, then structure, then the wording of machines that set no header.

In doubt a person wrote it. List-Id, Precedence: list or bulk, and X-Auto-Response-Suppress stand on people's mail too: alone they make nothing automatic that
answers a message (RFC 3834, RFC 3464, RFC 8098, RFC 5546).
"""

import re
from collections.abc import Callable, Sequence
from itertools import islice

from watcher.core import sentences, subjects
from watcher.core.model import Body, Envelope, Kind
from watcher.core.words import Phrases, Words

Finding = tuple[Kind, str]

DAEMON = re.compile(
    r"^(?:mailer[-_.]?daemon|mail[-_.]?daemon|postmaster|mdaemon|mail-?delivery(?:-?(?:system|subsystem))?|bounces?)(?:[+=-].*)?@|^(?:mailer-daemon|postmaster)$",
    re.IGNORECASE,
)
NO_REPLY = re.compile(
    r"^(?:.*[._+-])?(?:no|do[-_.]?not|donot|dont|ne[-_.]?pas|inte|ej)[-_.]?(?:reply|respond|repondre|svara|svar)(?:[._+-].*)?@|^noreply",
    re.IGNORECASE,
)
NO = frozenset(("", "no", "none", "false", "dont", "0"))
ANSWERING_FIELDS = ("x-autoreply", "x-autorespond", "x-autoresponder", "x-mail-autoreply", "x-autoreply-from")
LIST_FIELDS = ("list-id", "list-post", "list-unsubscribe", "mailing-list")
CHALLENGE_FIELDS = ("x-spamarrest-noauth", "x-askversion", "x-spamazoid-md")
READ_CHARACTERS = 4_000
SHORT_NOTE = 200
ABSENCE_SCORE = 5
RECEIPT_SCORE = 4
GENERATED_RECEIPT_SCORE = 2  # where a header or the subject says that a machine wrote it


def kind_of(envelope: Envelope, body: Body | None, words: Sequence[Words]) -> Finding:
    """Return the kind of a message that is not the user's own, and in words what told it. Without a body the headers alone decide."""
    tests: tuple[Callable[[Envelope, Body, Sequence[Words]], Finding | None], ...] = (
        _report,
        _calendar,
        _daemon,
        _challenge,
        _receipt_of_reading,
        _by_headers,
        _worded_absence,
        _worded_receipt,
        _list,
    )
    for test in tests:
        finding = test(envelope, body or Body(), words)
        if finding is not None:
            return finding
    return Kind.HUMAN_REPLY, "no sign of automatic mail"


def is_no_reply(email: str) -> bool:
    """Whether an address says of itself that nobody reads it."""
    return NO_REPLY.match(email) is not None


def _header(envelope: Envelope, name: str) -> str:
    return envelope.headers.get(name, "").strip().lower()


def _is(phrases: Callable[[Words], Phrases], text: str, words: Sequence[Words]) -> str:
    """Return what was found of these phrases in any language, or the empty string."""
    for each in words:
        match = phrases(each).find(text)
        if match:
            return " ".join(match.group().split())[:80]
    return ""


def _starts(phrases: Callable[[Words], Phrases], text: str, words: Sequence[Words]) -> str:
    for each in words:
        match = phrases(each).pattern.match(text.strip(" *\"'[(!"))
        if match:
            return " ".join(match.group().split())[:80]
    return ""


# --- headers and structure ----------------------------------------------------------------------------


def _report(envelope: Envelope, body: Body, words: Sequence[Words]) -> Finding | None:
    content_type = envelope.content_type.lower()
    is_report = content_type.startswith("multipart/report")
    if body.report == "disposition-notification" or (is_report and "disposition-notification" in content_type):
        return Kind.MDN, "a report of type disposition-notification"
    is_delivery = body.report == "delivery-status" or (is_report and "delivery-status" in content_type)
    if is_delivery or body.report_action:
        return _delivery(envelope, body, words)
    if _header(envelope, "x-failed-recipients"):
        late = _starts(lambda each: each.kinds.delayed_subjects, envelope.subject, words)
        return (
            (Kind.DELAYED_DSN, f"X-Failed-Recipients, subject: {late}")
            if late
            else (Kind.BOUNCE, "X-Failed-Recipients")
        )
    return None


def _delivery(envelope: Envelope, body: Body, words: Sequence[Words]) -> Finding:
    if body.report_action in ("delivered", "relayed", "expanded", "deliverable"):
        return Kind.MDN, f"a delivery report, Action: {body.report_action}"
    if body.report_action:
        return (
            Kind.DELAYED_DSN if body.report_action == "delayed" else Kind.BOUNCE
        ), f"a delivery report, Action: {body.report_action}"
    late = _is(lambda each: each.kinds.delayed_subjects, envelope.subject, words)
    return (Kind.DELAYED_DSN, f"a delivery report, subject: {late}") if late else (Kind.BOUNCE, "a delivery report")


def _calendar(envelope: Envelope, body: Body, _: Sequence[Words]) -> Finding | None:
    methods = {each.method for each in body.invitations}
    found = re.search(r"method=\"?(\w+)", envelope.content_type, re.IGNORECASE)
    if found and envelope.content_type.lower().startswith("text/calendar"):
        methods.add(found.group(1).upper())
    for method in ("REPLY", "COUNTER"):
        if method in methods:
            return Kind.CALENDAR_RESPONSE, f"a calendar part, METHOD:{method}"
    if methods & {"REQUEST", "CANCEL"} and not _list_field(envelope):
        return Kind.HUMAN_REPLY, f"a calendar part, METHOD:{'/'.join(sorted(methods))}"
    return None


def _daemon(envelope: Envelope, body: Body, words: Sequence[Words]) -> Finding | None:
    """Find the bounces that are no reports: from a mail daemon, or from nobody under the subject of a bounce."""
    sender = envelope.sender.email if envelope.sender else ""
    is_daemon = DAEMON.match(sender) is not None
    from_nobody = _header(envelope, "return-path") == "<>" or not sender
    subject = _starts(lambda each: each.kinds.bounce_subjects, envelope.subject, words)
    late_subject = _starts(lambda each: each.kinds.delayed_subjects, envelope.subject, words)
    text = body.raw_text[:READ_CHARACTERS]
    if not (
        is_daemon
        or (from_nobody and (subject or late_subject))
        or ((subject or late_subject) and _is_told_as_bounce(envelope, text, words))
    ):
        return None
    if (
        is_daemon
        and not (subject or late_subject)
        and subjects.is_reply(envelope.subject)
        and not _is(lambda each: each.kinds.bounces, text, words)
    ):
        return None  # people write as postmaster, too
    told = f"from {sender or 'nobody'}, subject: {late_subject or subject or envelope.subject[:60]}"
    late = _is(lambda each: each.kinds.delays, text, words)
    if late_subject or (late and "give" not in late and not subject):
        return Kind.DELAYED_DSN, told
    return Kind.BOUNCE, told


def _is_told_as_bounce(envelope: Envelope, text: str, words: Sequence[Words]) -> bool:
    """Whether a text under the subject of a bounce tells of one, in a message that answers none."""
    return not envelope.in_reply_to and bool(
        _is(lambda each: each.kinds.bounces, text, words) or _is(lambda each: each.kinds.delays, text, words)
    )


def _challenge(envelope: Envelope, body: Body, words: Sequence[Words]) -> Finding | None:
    field = next((name for name in CHALLENGE_FIELDS if name in envelope.headers), "")
    if field or str(envelope.message_id or "").endswith("-tmda-confirm>"):
        return Kind.CHALLENGE, field or "Message-ID of a challenge"
    subject = _is(lambda each: each.kinds.challenge_subjects, envelope.subject, words)
    text = _is(lambda each: each.kinds.challenges, body.text[:READ_CHARACTERS], words)
    if text and (subject or _is_answering(envelope)):
        return Kind.CHALLENGE, f"words: {text}"
    return None


def _receipt_of_reading(envelope: Envelope, body: Body, words: Sequence[Words]) -> Finding | None:
    subject = _starts(lambda each: each.kinds.read_subjects, envelope.subject, words)
    text = _is(lambda each: each.kinds.reads, body.raw_text[:READ_CHARACTERS], words)
    return (Kind.MDN, f"subject: {subject}, words: {text}") if subject and text else None


def _is_answering(envelope: Envelope) -> bool:
    """Whether headers say that a machine answered a message."""
    if any(_header(envelope, name) not in NO for name in ANSWERING_FIELDS if name in envelope.headers):
        return True
    precedence = {_header(envelope, "precedence"), _header(envelope, "x-precedence")}
    return _header(envelope, "auto-submitted").startswith("auto-replied") or bool(
        precedence & {"auto_reply", "auto-reply", "autoreply"}
    )


def _list_field(envelope: Envelope) -> str:
    field = next((name for name in LIST_FIELDS if envelope.headers.get(name)), "")
    precedence = _header(envelope, "precedence")
    return field or (f"precedence: {precedence}" if precedence in ("bulk", "list", "junk") else "")


def _by_headers(envelope: Envelope, body: Body, words: Sequence[Words]) -> Finding | None:
    """Find what says in its headers that a machine wrote it, and tell by the words which kind it is."""
    submitted = _header(envelope, "auto-submitted")
    is_answering = _is_answering(envelope)
    loops = "x-ms-exchange-inbox-rules-loop" in envelope.headers or _header(envelope, "x-apple-action") == "vacation"
    if not (is_answering or loops or submitted not in NO):
        return None
    told = f"Auto-Submitted: {submitted}" if submitted else "an autoresponder's header"
    bounced = _starts(lambda each: each.kinds.bounce_subjects, envelope.subject, words)
    if bounced and not subjects.is_reply(envelope.subject):
        late = _starts(lambda each: each.kinds.delayed_subjects, envelope.subject, words)
        return (Kind.DELAYED_DSN if late else Kind.BOUNCE), f"{told}, subject: {late or bounced}"
    away = _away(envelope, body, words)
    if away or loops or "vacation" in submitted:
        return Kind.AUTO_REPLY_OOO, f"{told}, {away or 'a rule for absences'}"
    return (Kind.AUTO_ACK, told) if is_answering else _generated(envelope, body, words, told)


def _generated(envelope: Envelope, body: Body, words: Sequence[Words], told: str) -> Finding:
    """Tell what a machine sent on its own accord: the decision of the other side, an acknowledgement, or a notification."""
    closing = _closing(body, words)
    if closing:
        return Kind.HUMAN_REPLY, f"{told}, but it decides the matter: {closing}"
    field = _list_field(envelope)
    if field or not (envelope.references or _receipt_score(envelope, body, words) >= GENERATED_RECEIPT_SCORE):
        return Kind.LIST_OR_BULK, f"{told}, {field}" if field else told
    return Kind.AUTO_ACK, told


def _list(envelope: Envelope, body: Body, words: Sequence[Words]) -> Finding | None:
    """Find newsletters and lists: mail through a list that answers no message, or a notification nobody can answer."""
    if envelope.references or subjects.is_reply(envelope.subject):
        return None
    field = _list_field(envelope)
    if field:
        return Kind.LIST_OR_BULK, f"{field}, and it answers no message"
    leaves = _is(lambda each: each.kinds.newsletters, body.raw_text, words)
    if leaves and envelope.sender and is_no_reply(envelope.sender.email):
        return Kind.LIST_OR_BULK, f"from {envelope.sender.email}, words: {leaves}"
    return None


# --- wording --------------------------------------------------------------------------------------------


def _worded_absence(envelope: Envelope, body: Body, words: Sequence[Words]) -> Finding | None:
    if _is_persons_reply(envelope, body, words):
        return None
    subject = _absence_subject(envelope, words)
    automatic = subject or _automatic_subject(envelope, words)
    away = _is(lambda each: each.kinds.away, body.text[:READ_CHARACTERS], words)
    if automatic and not subject and not away and _receipt_score(envelope, body, words) >= GENERATED_RECEIPT_SCORE:
        return Kind.AUTO_ACK, f"subject: {automatic}"
    if automatic and not subject:
        return Kind.AUTO_REPLY_OOO, f"subject: {automatic}"
    is_note = (away or not body.text) and not body.text.rstrip().endswith("?")
    gone = subject and "?" not in body.text and _is(lambda each: each.absences.gone, body.text[:SHORT_NOTE], words)
    if subject and (is_note or gone or _absence_score(body, words) >= 1):
        return Kind.AUTO_REPLY_OOO, f"subject: {subject}"
    if away and _absence_score(body, words) >= ABSENCE_SCORE:
        return Kind.AUTO_REPLY_OOO, f"words: {away}"
    return None


def _worded_receipt(envelope: Envelope, body: Body, words: Sequence[Words]) -> Finding | None:
    is_listed = "list-id" in envelope.headers and not envelope.references
    if is_listed or _is_persons_reply(envelope, body, words):
        return None
    if _receipt_score(envelope, body, words) >= RECEIPT_SCORE and not _closing(body, words):
        return Kind.AUTO_ACK, f"words: {_is(lambda each: each.kinds.receipts, body.text, words)}"
    return None


def _is_persons_reply(envelope: Envelope, body: Body, words: Sequence[Words]) -> bool:
    """Whether a mail program marked it as an answer, and the text does not say that a machine wrote it."""
    return subjects.is_reply(envelope.subject) and not _is(lambda each: each.kinds.automatic, body.text, words)


def _automatic_subject(envelope: Envelope, words: Sequence[Words]) -> str:
    if subjects.is_reply(envelope.subject):
        return ""
    return _starts(lambda each: each.kinds.automatic_subjects, envelope.subject, words)


def _absence_subject(envelope: Envelope, words: Sequence[Words]) -> str:
    if subjects.is_reply(envelope.subject):
        return ""
    start = _starts(lambda each: each.kinds.absence_subjects, envelope.subject, words)
    if start:
        return start
    return next(
        (
            match.group()
            for each in words
            for match in each.kinds.absence_subject_ends.find_all(envelope.subject)
            if not envelope.subject[match.end() :].strip(" .)!")
        ),
        "",
    )


def _away(envelope: Envelope, body: Body, words: Sequence[Words]) -> str:
    subject = _absence_subject(envelope, words)
    away = _is(lambda each: each.kinds.away, body.text[:READ_CHARACTERS], words)
    return f"subject: {subject}" if subject else f"words: {away}" if away else ""


def _absence_score(body: Body, words: Sequence[Words]) -> int:
    """Weigh what absence notes say: that somebody is away, when back, whom to ask; a question or quoted mail speaks against a machine."""
    text = body.text[:READ_CHARACTERS]
    first = " ".join(islice(sentences.split(text), 4))
    best = 0
    for each in words:
        score = 2 * bool(each.kinds.away.find(first))
        score += min(
            3, len({" ".join(match.group().lower().split())[:12] for match in each.kinds.away_signs.find_all(text)})
        )
        score += 2 * bool(each.kinds.automatic.find(text)) + bool(
            each.absences.back.find(text) or each.absences.not_before.find(text)
        )
        best = max(best, score)
    has_quote = len(body.raw_text) - len(body.text) > 200 and ">" in body.raw_text
    return best - 2 * ("?" in text) - 2 * has_quote


def _receipt_score(envelope: Envelope, body: Body, words: Sequence[Words]) -> int:
    """Weigh what acknowledgements say; a question or something asked of the reader speaks against a machine."""
    text = body.text[:READ_CHARACTERS]
    receipts = max((len(list(each.kinds.receipts.find_all(text))) for each in words), default=0)
    if not receipts:
        return 0
    score = min(3, receipts) + 2 * bool(_is(lambda each: each.kinds.automatic, text, words))
    if not subjects.is_reply(envelope.subject):
        score += 2 * bool(_starts(lambda each: each.kinds.receipt_subjects, envelope.subject, words))
    score += 2 * (envelope.sender is not None and is_no_reply(envelope.sender.email))
    score += _header(envelope, "precedence") in ("bulk", "junk")
    return score - 2 * bool("?" in text or _is(lambda each: each.speech.asks, text, words))


def _closing(body: Body, words: Sequence[Words]) -> str:
    return _is(lambda each: each.speech.closes, body.text[:READ_CHARACTERS], words)
