"""Notes that programs write in a person's or an office's name: absences and acknowledgements, by their headers and by their wording (RFC 3834).

In doubt a person wrote it: a question, something asked of the reader, or a mail program's prefix of an answer speak against a machine.
"""

import re
from collections.abc import Iterable
from itertools import islice

from watcher.core import mail_programs, senders, sentences, signs
from watcher.core.model import Kind
from watcher.core.signs import Signs

Finding = tuple[Kind, str]

SHORT_NOTE = 200
BEGINNING = 300
CLAUSE_WORDS = 4
SHORT_SUBJECT = 50
SHORT_SUBJECT_WORDS = 6
ENOUGH_WITH_HINT = 2
GREETING_WORDS = 3
QUOTE_CHARACTERS = 100
CALLING_WORDS = 4
MOST_OTHERS = 4  # one sentence of so many may speak of something else
ABSENCE_SCORE = 5
RECEIPT_SCORE = 4
GENERATED_RECEIPT_SCORE = 2  # where a header or the subject says that a machine wrote it
ACKNOWLEDGING = (signs.RECEIPTS, signs.FIRM_PROMISES, signs.DATED_PROMISES)
CLAUSE_END = "\uff0c"  # the comma of full width
PIECE_END = re.compile(r"(?<=[^\W\d_]{4}[.!])\s+")  # some write no capital letters
PERSONAL = (signs.ASKS, signs.FIRM_PROMISES, signs.DATED_PROMISES)
BESIDE_ABSENCE = (signs.AWAY_SIGNS, signs.BACK, signs.NOT_BEFORE)
OF_ABSENCES = (signs.AWAY, signs.AWAY_SIGNS, signs.AUTOMATIC, signs.BACK, signs.NOT_BEFORE, signs.GONE)


def by_headers(found: Signs) -> Finding | None:
    """Find what says in its headers that a machine wrote it, and tell by the words which kind it is."""
    submitted = found.header("auto-submitted")
    headers = found.envelope.headers
    is_rule = (
        "x-ms-exchange-inbox-rules-loop" in headers
        or found.header("x-apple-action") == "vacation"
        or "mailbox rules" in found.header("x-ms-exchange-generated-message-source")
    )
    if not (found.is_answering or is_rule or submitted not in signs.NO):
        return None
    told = f"Auto-Submitted: {submitted}" if submitted else "an autoresponder's header"
    if found.bounce_subject and not found.is_reply:
        late = found.delayed_subject
        return (Kind.DELAYED_DSN if late else Kind.BOUNCE), f"{told}, subject: {late or found.bounce_subject}"
    away = "" if _acknowledges_first(found) else _away(found) or _told_absence(found)
    if away:
        return Kind.AUTO_REPLY_OOO, f"{told}, {away}"
    if (is_rule or "vacation" in submitted) and not receipt_score(found):
        return Kind.AUTO_REPLY_OOO, f"{told}, a rule for absences"
    if found.is_answering and found.text.strip() and not _acknowledges(found) and not found.in_text(signs.AUTOMATIC):
        return Kind.AUTO_REPLY_OOO, f"{told}, and it acknowledges nothing"
    return (
        (Kind.AUTO_ACK, told) if found.is_answering or is_rule or "vacation" in submitted else _generated(found, told)
    )


def _acknowledges_first(found: Signs) -> bool:
    """Whether it acknowledges something before it tells that some day the office is closed."""
    if _absence_subject(found) or any(found.in_text(each) for each in (signs.BACK, signs.NOT_BEFORE)):
        return False
    receipts = [
        each.start() for each in found.all_in_text(signs.RECEIPTS) if not found.within(signs.THANKS, each.group())
    ]
    closed = [each.start() for each in found.all_in_text(signs.AWAY)]
    return bool(receipts and closed) and min(receipts) < min(closed)


def _away(found: Signs) -> str:
    subject = _absence_subject(found)
    return f"subject: {subject}" if subject else f"words: {found.away}" if found.away else ""


def _told_absence(found: Signs) -> str:
    """Find what tells of an absence or a return under the subject of an automatic answer, unless it acknowledges something."""
    if not _automatic_subject(found) or receipt_score(found):
        return ""
    text = found.text[:SHORT_NOTE]
    told = found.within(signs.GONE, text) or found.within(signs.BACK, text)
    return f"words: {told}" if told else ""


def _generated(found: Signs, told: str) -> Finding:
    """Tell what a machine sent on its own accord: the decision of the other side, an acknowledgement, or a notification."""
    if found.decision:
        return Kind.HUMAN_REPLY, f"{told}, but it decides the matter: {found.decision}"
    is_receipt = bool(found.in_text(signs.RECEIPTS) and found.subject_starts(signs.RECEIPT_SUBJECTS))
    field = "" if is_receipt and "list-id" not in found.envelope.headers else found.list_field
    if field or not (found.envelope.references or _acknowledges(found)):
        return Kind.LIST_OR_BULK, f"{told}, {field}" if field else told
    return Kind.AUTO_ACK, told


def _acknowledges(found: Signs) -> bool:
    """Whether a machine's mail acknowledges something or promises an answer, in its text or at the start of its subject."""
    if any(found.in_text(choice) for choice in ACKNOWLEDGING):
        return True
    return not found.is_reply and bool(found.subject_starts(signs.RECEIPT_SUBJECTS))


# --- wording --------------------------------------------------------------------------------------------


def absence(found: Signs) -> Finding | None:
    """Find a note of absence by its subject and its words."""
    if found.is_newsletter:
        return None  # "we close for the summer; unsubscribe here"
    if found.is_persons_reply:
        return _bare_absence(found)
    subject = _absence_subject(found)
    automatic = subject or _automatic_subject(found)
    if automatic and not subject:
        if not found.away and receipt_score(found) >= GENERATED_RECEIPT_SCORE:
            return Kind.AUTO_ACK, f"subject: {automatic}"
        return Kind.AUTO_REPLY_OOO, f"subject: {automatic}"
    is_note = (found.away or not found.body.text) and not found.body.text.rstrip().endswith(("?", "\uff1f"))
    gone = subject and not found.has_question and found.within(signs.GONE, found.text[:SHORT_NOTE])
    if subject and (is_note or gone or _absence_score(found) >= 1):
        return Kind.AUTO_REPLY_OOO, f"subject: {subject}"
    if found.away and _absence_score(found) >= ABSENCE_SCORE:
        return Kind.AUTO_REPLY_OOO, f"words: {found.away}"
    hint = _hint(found)
    if hint and _is_hinted_absence(found, ENOUGH_WITH_HINT):
        return Kind.AUTO_REPLY_OOO, f"{hint}, words of an absence"
    return _bare_absence(found)


def _hint(found: Signs) -> str:
    """Return what, besides the text, may tell a note: an autoresponder's words in the subject, or a header that Exchange sets on its notes and on others' mail."""
    subject = found.envelope.subject
    if mail_programs.puts_words_before_reply(subject):
        return f"subject: {subject[:SHORT_SUBJECT]}"
    if len(subject) <= SHORT_SUBJECT and len(subject.split()) <= SHORT_SUBJECT_WORDS:
        told = found.in_subject(signs.AWAY) or found.in_subject(signs.GONE)
        if told:
            return f"subject: {told}"
    if not found.envelope.references and any(
        each in found.header("x-auto-response-suppress") for each in ("all", "oof", "autoreply")
    ):
        return "X-Auto-Response-Suppress"
    return ""


def _is_hinted_absence(found: Signs, enough: int) -> bool:
    """Whether the words of a note whose other signs point to an absence tell of one, and of nothing that is asked or decided."""
    if found.has_question or found.decision or found.list_field:
        return False
    said = {" ".join(each.group().lower().split())[:12] for each in found.all_in_text(signs.AWAY_SIGNS)}
    told = 2 * bool(found.away) + bool(found.in_text(signs.GONE)) + min(2, len(said))
    return told + bool(found.in_text(signs.BACK) or found.in_text(signs.NOT_BEFORE)) >= enough


def _bare_absence(found: Signs) -> Finding | None:
    """Find a note under the subject of an answer that tells of an absence and of next to nothing else; in a single sentence also of more than the absence alone."""
    if not found.away or found.has_question or found.decision or _is_to_somebody(found):
        return None
    said = [piece for each in found.sentences for piece in PIECE_END.split(each)]
    said = [each for each in said if sentences.word_count(each) > GREETING_WORDS or found.within(signs.AWAY, each)]
    said = [each for each in said if each.endswith((".", "!", ")", "。", "！"))]
    others = [each for each in said if not _tells_of_absence(found, each)]
    is_answer = bool(
        found.envelope.references
    )  # mail programs of people name what they answer, most machines that say nothing of themselves do not
    if not said or len(others) > (0 if is_answer else len(said) // MOST_OTHERS) or (is_answer and len(said) == 1):
        return None
    if any(CLAUSE_END in each for each in said) and _clauses_speak_of_else(found, said):
        return None
    if len(said) == 1 and (
        any(found.in_text(each) for each in PERSONAL) or not any(found.in_text(each) for each in BESIDE_ABSENCE)
    ):
        return None
    return Kind.AUTO_REPLY_OOO, f"nothing but words of an absence: {found.away}"


def _tells_of_absence(found: Signs, sentence: str) -> bool:
    """Whether a sentence has words of an absence beside those of an undertaking: "I'll get back to you" tells of none."""
    undertaken = found.within(signs.FIRM_PROMISES, sentence)
    rest = sentence.replace(undertaken, " ") if undertaken else sentence
    return any(found.within(choice, rest if choice is signs.BACK else sentence) for choice in OF_ABSENCES)


def _is_to_somebody(found: Signs) -> bool:
    """Whether it quotes what it answers, or calls its reader by name."""
    names = {word for each in found.envelope.to for word in each.name.lower().split() if len(word) > 1}
    beginning = found.text[:BEGINNING].lower().replace(",", " ").replace("!", " ").split()
    return _has_quote(found) or not names.isdisjoint(beginning[:CALLING_WORDS])


def _has_quote(found: Signs) -> bool:
    body = found.body
    return len(body.raw_text) - len(body.text) > QUOTE_CHARACTERS and ">" in body.raw_text


def _clauses_speak_of_else(found: Signs, said: Iterable[str]) -> bool:
    """Whether sentences that string clauses together, as Chinese ones do, speak of something else in half of their signs."""
    clauses = [clause for each in said for clause in each.split(CLAUSE_END)]
    others = [each for each in clauses if not any(found.within(choice, each) for choice in OF_ABSENCES)]
    return 2 * sum(map(len, others)) > sum(map(len, clauses))


def _automatic_subject(found: Signs) -> str:
    return "" if found.is_reply else found.subject_starts(signs.AUTOMATIC_SUBJECTS)


def _absence_subject(found: Signs) -> str:
    if found.is_reply:
        return ""
    return found.subject_starts(signs.ABSENCE_SUBJECTS) or found.subject_ends(signs.ABSENCE_SUBJECT_ENDS)


def _absence_score(found: Signs) -> int:
    """Weigh what absence notes say: that somebody is away, when back, whom to ask; a question or quoted mail speaks against a machine."""
    first = " ".join(islice(found.sentences, 4))
    said = {" ".join(each.group().lower().split())[:12] for each in found.all_in_text(signs.AWAY_SIGNS)}
    score = 2 * bool(found.within(signs.AWAY, first)) + min(3, len(said)) + 2 * bool(found.in_text(signs.AUTOMATIC))
    score += bool(found.in_text(signs.BACK) or found.in_text(signs.NOT_BEFORE))
    return score - 2 * found.has_question - 2 * _has_quote(found)


def acknowledgement(found: Signs) -> Finding | None:
    """Find an acknowledgement by its words; what decides the matter is an answer, whatever program sent it."""
    is_listed = "list-id" in found.envelope.headers and not found.envelope.references
    if is_listed or found.is_persons_reply:
        return None
    if receipt_score(found) >= RECEIPT_SCORE and not found.decision:
        return Kind.AUTO_ACK, f"words: {found.in_text(signs.RECEIPTS)}"
    return None


def says_so(found: Signs) -> Finding | None:
    """Find what says at its beginning, in a whole clause, that a machine wrote it, and decides nothing and asks nothing."""
    told = found.within(signs.AUTOMATIC, found.text[:BEGINNING])
    is_clause = len(told.split()) >= CLAUSE_WORDS or (told and not told.isascii() and " " not in told)
    if not is_clause or found.has_question or found.decision:
        return None
    is_answer = found.is_reply or bool(found.envelope.references)
    return (Kind.AUTO_ACK if is_answer else Kind.LIST_OR_BULK), f"words: {told}"


def receipt_score(found: Signs) -> int:
    """Weigh what acknowledgements say; a question or something asked of the reader speaks against a machine."""
    receipts = len(found.all_in_text(signs.RECEIPTS))
    if not receipts:
        return 0
    score = min(3, receipts) + 2 * bool(found.in_text(signs.AUTOMATIC))
    if not found.is_reply:
        score += 2 * bool(found.subject_starts(signs.RECEIPT_SUBJECTS))
    score += 2 * (found.sender is not None and senders.is_no_reply(found.sender.email))
    score += found.header("precedence") in ("bulk", "junk")
    return score - 2 * bool(found.has_question or found.in_text(signs.ASKS))
