"""Mail that servers and mail programs write about other mail: reports, bounces, challenges, receipts of reading, answers of calendars (RFC 3464, 8098, 5546).

What names a message of the user's, an address that failed or a status is a bounce also where it is no report. What is only dressed as one is bulk mail.
"""

import re

from watcher.core import mail_programs, senders, signs, subjects
from watcher.core.model import Kind
from watcher.core.signs import Signs

Finding = tuple[Kind, str]

CHALLENGE_FIELDS = ("x-spamarrest-noauth", "x-askversion", "x-spamazoid-md", "x-spamlion")
CHALLENGER = re.compile(
    r"^<?(?:[\w.-]*[-_.])?(?:challenge|spamblocker|spamhippo|spambush|tmda|mailinblack|spamarrest|boxbe)\b",
    re.IGNORECASE,
)
# A status of RFC 3463, or a reply code of SMTP that means failure.
STATUS = re.compile(r"(?<![\d.])[45]\.\d{1,3}\.\d{1,3}(?![\d.])|(?<![\d.-])(?:4[25]\d|5[0-5]\d)[ -][\w<#]")
ADDRESS = re.compile(r"[^\s<>;,\"()\[\]:]{1,100}@[\w.-]{1,200}\w")
METHOD = re.compile(r"method=\"?(\w+)", re.IGNORECASE)
SUCCESS = ("delivered", "relayed", "expanded", "deliverable")
MOST_SUBJECT = 60
LITTLE_TEXT = 150
SHORTEST_SUBJECT = 8


def report(found: Signs) -> Finding | None:
    """Find a report by its structure, or a failure by the header that names the addresses."""
    body, content_type = found.body, found.envelope.content_type.lower()
    is_report = content_type.startswith("multipart/report")
    if body.report == "disposition-notification" or (is_report and "disposition-notification" in content_type):
        return Kind.MDN, "a report of type disposition-notification"
    is_delivery = body.report == "delivery-status" or (is_report and "delivery-status" in content_type)
    if is_delivery or body.report_action:
        return _delivery(found)
    if found.header("x-failed-recipients"):
        late = found.delayed_subject
        return (
            (Kind.DELAYED_DSN, f"X-Failed-Recipients, subject: {late}")
            if late
            else (Kind.BOUNCE, "X-Failed-Recipients")
        )
    return None


def _delivery(found: Signs) -> Finding:
    action = found.body.report_action
    told = f"a delivery report, Action: {action}"
    if action in SUCCESS:
        return Kind.MDN, told
    if action:
        return (Kind.DELAYED_DSN if action == "delayed" else Kind.BOUNCE), told
    late = found.delayed_subject
    return (Kind.DELAYED_DSN, f"a delivery report, subject: {late}") if late else (Kind.BOUNCE, "a delivery report")


def calendar(found: Signs) -> Finding | None:
    """Find an answer to an invitation (METHOD:REPLY, COUNTER); an invitation is a person's mail."""
    methods = {each.method for each in found.body.invitations}
    if found.envelope.content_type.lower().startswith("text/calendar"):
        methods.update(each.upper() for each in METHOD.findall(found.envelope.content_type))
    for method in ("REPLY", "COUNTER"):
        if method in methods:
            return Kind.CALENDAR_RESPONSE, f"a calendar part, METHOD:{method}"
    if methods & {"REQUEST", "CANCEL"} and not found.list_field:
        return Kind.HUMAN_REPLY, f"a calendar part, METHOD:{'/'.join(sorted(methods))}"
    answer = "" if methods else mail_programs.calendar_answer(found.envelope.subject)
    if answer and (not found.text.strip() or _has_calendar_file(found)):
        return Kind.CALENDAR_RESPONSE, f"subject: {answer}"
    return None


def _has_calendar_file(found: Signs) -> bool:
    return len(found.text) < LITTLE_TEXT and any(name.lower().endswith(".ics") for name in found.body.attachments)


# --- bounces that are no reports ---------------------------------------------------------------------


def bounce(found: Signs) -> Finding | None:
    """Find what a mail system wrote, and what tells of a failure under the subject of a bounce or from nobody."""
    is_daemon = senders.is_daemon(found.sender)
    if not (is_daemon or senders.may_be_daemon(found.sender) or _is_told(found)):
        return None
    subject, late_subject = found.bounce_subject, found.delayed_subject
    bounces = "" if subject or late_subject else found.in_raw_text(signs.BOUNCES)
    delays = _delays(found)
    if not (subject or late_subject or bounces or delays):
        return _of_daemon(found, is_daemon=is_daemon)
    told = f"from {_sender(found)}, subject: {late_subject or subject or found.envelope.subject[:MOST_SUBJECT]}"
    if not _is_about_a_message(found):
        return Kind.LIST_OR_BULK, f"{told}, but it names no message, address or status"
    if late_subject or delays > (1 if subject else 0):
        return Kind.DELAYED_DSN, told
    return Kind.BOUNCE, told


def _sender(found: Signs) -> str:
    return (found.sender.email or found.sender.name) if found.sender else "nobody"


def _is_told(found: Signs) -> bool:
    """Whether it is a bounce by what it says, whoever sent it; what answers a message only from nobody."""
    if found.bounce_subject or found.delayed_subject:
        return found.is_from_nobody or (
            not found.envelope.in_reply_to and bool(found.in_raw_text(signs.BOUNCES) or found.in_raw_text(signs.DELAYS))
        )
    if found.is_from_nobody and found.is_answering:
        return bool(found.in_raw_text(signs.BOUNCES)) and not found.away
    is_no_reply = found.sender is not None and senders.is_no_reply(found.sender.email)
    return (is_no_reply or found.is_from_nobody) and bool(found.body.original_ids and found.in_raw_text(signs.BOUNCES))


def _delays(found: Signs) -> int:
    """Count the words of a delivery that goes on; none where it was given up."""
    said = {" ".join(each.group().lower().split())[:12] for each in found.all_in_raw_text(signs.DELAYS)}
    return 0 if any("give" in each or "gave" in each for each in said) else len(said)


def _of_daemon(found: Signs, *, is_daemon: bool) -> Finding | None:
    """Judge what a mail system's address sent without a word of delivery: people write as postmaster, and filters tell of what they found."""
    if not is_daemon or (found.is_reply and found.text.strip()):
        return None
    if found.list_field and not found.body.original_ids:
        return Kind.LIST_OR_BULK, f"from {_sender(found)}, {found.list_field}"
    return Kind.BOUNCE, f"from {_sender(found)}, subject: {found.envelope.subject[:MOST_SUBJECT]}"


def _is_about_a_message(found: Signs) -> bool:
    """Whether it names a message, a status or an address besides its readers': phishing that is dressed as a bounce names none."""
    body = found.body
    if not body.raw_text.strip() or body.original_ids or body.failed_recipients or found.envelope.references:
        return True
    readers = {each.email for each in (*found.envelope.to, *found.envelope.cc)}
    text = body.raw_text[: signs.READ_CHARACTERS]
    if len(text) < LITTLE_TEXT and not found.list_field:
        return True
    base = subjects.base_subject(found.envelope.subject)
    if STATUS.search(text) or (len(base) >= SHORTEST_SUBJECT and base in " ".join(text.split()).casefold()):
        return True
    return any(each.lower().strip(".'") not in readers for each in ADDRESS.findall(text))


# --- challenges and receipts -------------------------------------------------------------------------


def challenge(found: Signs) -> Finding | None:
    """Find what holds the user's message back until he confirms that he is a person."""
    field = next((name for name in CHALLENGE_FIELDS if name in found.envelope.headers), "")
    if field or str(found.envelope.message_id or "").endswith("-tmda-confirm>"):
        return Kind.CHALLENGE, field or "Message-ID of a challenge"
    if CHALLENGER.match(found.header("return-path")):
        return Kind.CHALLENGE, f"Return-Path: {found.header('return-path')[:MOST_SUBJECT]}"
    subject = found.in_subject(signs.CHALLENGE_SUBJECTS)
    if not (subject or found.is_answering):
        return None
    text = found.in_text(signs.CHALLENGES)
    return (Kind.CHALLENGE, f"words: {text}") if text else None


def receipt_of_reading(found: Signs) -> Finding | None:
    """Find a receipt that is no report: by subject and words, or as Outlook's own format alone (TNEF)."""
    subject = found.subject_starts(signs.READ_SUBJECTS)
    if not subject:
        return None
    text = found.in_raw_text(signs.READS)
    if text:
        return Kind.MDN, f"subject: {subject}, words: {text}"
    is_tnef = "ms-tnef" in found.envelope.content_type.lower() or "winmail.dat" in found.body.attachments
    return (Kind.MDN, f"subject: {subject}, TNEF") if is_tnef and not found.text.strip() else None
