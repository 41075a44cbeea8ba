"""Promises: an undertaking of the other side and a day in one sentence, read on Tuesday, 24 November 2026."""

from datetime import datetime, timedelta, timezone

import pytest

from tests.reading.builders import reading, received
from watcher.core.model import Kind

DATED = [
    ("I'll send you the figures by 5 pm.", "2026-11-24"),
    ("We will answer you by end of business on Thursday.", "2026-11-26"),
    ("We plan to meet this week and get back to you early next week.", "2026-12-01"),
    ("You can expect to receive our offer in the second half of December.", "2026-12-31"),
    ("Allow us until the end of the week.", "2026-11-27"),
    ("Busy today but will check it tomorrow.", "2026-11-25"),
    ("News to follow on Friday.", "2026-11-27"),
    ("Ge oss till fredag.", "2026-11-27"),
    ("Vi räknar med att ge samtliga besked före årsskiftet.", "2026-12-31"),
    ("I have not asked him, but I will get back to you by Friday.", "2026-11-27"),
    ("Det är inte klart, så vi återkommer på fredag.", "2026-11-27"),
    ("Our team will contact shortlisted candidates by 10 December.", "2026-12-10"),
    ("You can count on an answer from us no later than Wednesday.", "2026-11-25"),
    ("It'll be two weeks before we can respond.", "2026-12-08"),
    ("My colleague Maria will reach out to you next week.", "2026-12-04"),
    ("Räkna med svar inom en vecka.", "2026-12-01"),
    ("Min kollega Maria kontaktar dig nästa vecka.", "2026-12-04"),
    ("Vi hoppas kunna ge dig ett besked före jul.", "2026-12-24"),
    ("You will hear from us by Friday.", "2026-11-27"),
    ("We'll get back to you next week.", "2026-12-04"),
    ("I will let you know by the end of the month.", "2026-11-30"),
    ("We hope to make a decision in early December.", "2026-12-10"),
    ("Please send us your references by Wednesday and we will get back to you by Friday.", "2026-11-27"),
    ("Once the panel has met on the 14th, we will let you know.", "2026-12-14"),
    ("I'm travelling until Monday but will reply then.", "2026-11-30"),
    ("We expect to have an answer within ten working days.", "2026-12-08"),
    ("A decision will be made before Friday.", "2026-11-27"),
    ("Let me check with my manager and come back to you tomorrow.", "2026-11-25"),
    ("You should have our answer after the weekend.", "2026-11-30"),
    ("If you haven't heard from us by December 4, give me a call.", "2026-12-04"),
    ("By Friday you will hear from us.", "2026-11-27"),
    ("Vi återkommer senast på fredag.", "2026-11-27"),
    ("Du får besked i början av nästa vecka.", "2026-12-01"),
    ("Jag hör av mig imorgon.", "2026-11-25"),
    ("Vi räknar med att fatta beslut i början av december.", "2026-12-10"),
    ("När styrelsen har haft möte den 14 december får du besked.", "2026-12-14"),
    ("Skicka gärna in dina referenser senast onsdag så återkommer vi på fredag.", "2026-11-27"),
    ("Vi kommer att återkomma till dig inom två veckor.", "2026-12-08"),
]
BESIDE = [
    # two sentences
    ("I'll ask my boss. You'll hear from me on Friday.", "2026-11-27"),
    ("I'll get back to you. Friday at the latest.", "2026-11-27"),
    ("The board meets on 3 December. We will write to you afterwards.", "2026-12-03"),
    ("Nästa onsdag träffas nämnden. Därefter kontaktar vi alla sökande.", "2026-12-02"),
    # the day that counts of several
    ("I will get back to you on Friday, or on Monday at the latest.", "2026-11-30"),
    ("I'll read it over the weekend and reply on Monday.", "2026-11-30"),
    ("We can't decide before the 10th; we will inform you by the 14th.", "2026-12-14"),
    ("We will decide at our meeting on 3 December.", "2026-12-03"),
    # a question that asks nothing
    ("I'll read it properly and ring you after the weekend, ok?", "2026-11-30"),
    ("Give me a week and I'll send you my comments.", "2026-12-01"),
    ("Our lawyers need another week, after which we'll come back to you.", "2026-12-01"),
    ("Vår jurist behöver en vecka till, därefter återkommer vi.", "2026-12-01"),
]
OF_SOMETHING_ELSE = [
    "The interview will take place on Tuesday at 10, we will send you a link.",
    "We will send you a link for the interview on Thursday.",
    "Once you have signed the contract we will send you the goods by Friday.",
    "When you have decided, we will let you know our dates for December.",
    "Om du skickar intygen hör vi av oss senast fredag.",
    "As I promised last Friday, the list is attached.",
    "Will you let me know by Friday?",
    "We can answer your calls Monday to Friday.",
    "I can bring it on Friday if you want it.",
    "11月27日までにご回答をお願いいたします。",
    "Hvis vi ikke har hørt fra jer inden fredag, annullerer vi ordren.",
]
UNDATED_BESIDE = [
    "I'll get back to you. I am at the fair on Friday.",
    "I'll get back to you. See you at the interview on Friday!",
    "The interview is on Friday at 10. We will let you know afterwards.",
]
UNDATED = [
    "Not sure yet, will revert shortly.",
    "Jag frågar Eva och återkommer.",
    "I'll get back to you.",
    "Thanks, we will be in touch shortly.",
    "Let me look into that and get back to you.",
    "Tack, jag återkommer så snart jag kan.",
    "Vi hör av oss.",
]
NONE = [
    "You wrote \u201cwe will send you the chapter on Monday\u201d, and nothing has come.",
    "We'll take them all, kindly send the contract by Friday.",
    "Give me a call on Friday.",
    "The boss wants it this month, so we are going to do it ourselves.",
    "Det blev för dyrt i år, så vi ska göra det själva.",
    "The boss wants it this month, so we are going to do it ourselves.",
    "Det blev för dyrt i år, så vi ska göra det själva.",
    "We need your answer before Friday to be able to send the contract.",
    "You have until Friday to accept the offer.",
    "I was hoping you could get back to us this week.",
    "Happy to hear that you start on Monday!",
    "Har du möjlighet att svara före fredag?",
    "Jag kan tyvärr inte ge besked innan fredag.",
    "Could you get back to me by Friday?",
    "Please let us know by Friday.",
    "If you let us know by Friday, we can plan.",
    "We look forward to hearing from you by Friday.",
    "The offer is valid until Friday.",
    "Our office is open Monday to Friday.",
    "Let's meet on Thursday at 10.",
    "See you on Friday.",
    "The interview will take place on December 3 at 14:00.",
    "The deadline for applications is December 4.",
    "We will not be able to answer by Friday.",
    "I will let you know if anything changes.",
    "I am going to have dinner with Esther on Thursday.",
    "I will be on holiday next week.",
    "Kan du återkomma senast på fredag?",
    "Återkom gärna senast fredag.",
    "Erbjudandet gäller till och med fredag.",
    "Vi har öppet måndag till fredag.",
    "Vi ses på torsdag kl 10.",
    "Vi kan inte svara innan fredag.",
    "Sista ansökningsdag är den 4 december.",
    "Jag hör av mig om något ändras.",
]


@pytest.mark.parametrize(("text", "by"), DATED)
def test_a_promise_ends_on_the_last_day_it_names(text: str, by: str) -> None:
    promise = reading(received(f"Hello Alex,\n{text}\nRegards, Anna")).promise
    assert promise is not None
    assert promise.by is not None
    assert (promise.by.isoformat(), promise.quote) == (by, text)


@pytest.mark.parametrize("text", UNDATED)
def test_a_promise_may_name_no_day(text: str) -> None:
    promise = reading(received(text)).promise
    assert promise is not None
    assert promise.by is None


@pytest.mark.parametrize("text", NONE)
def test_other_days_and_other_peoples_duties_are_no_promise(text: str) -> None:
    assert reading(received(text)).promise is None


def test_a_machine_promises_nothing() -> None:
    read = reading(received("We will get back to you by Friday.", headers={"auto-submitted": "auto-replied"}))
    assert read.kind is Kind.AUTO_ACK
    assert read.promise is None


def test_an_undated_promise_in_a_refusal_is_none() -> None:
    read = reading(
        received(
            "Unfortunately we have decided to move forward with another candidate. We will contact you about other roles."
        )
    )
    assert read.closes
    assert read.promise is None


def test_days_are_those_of_the_writers_zone() -> None:
    """At half past midnight in Tokyo it is still the day before in Stockholm: tomorrow is Tokyo's."""
    at = datetime(2026, 11, 25, 0, 30, tzinfo=timezone(timedelta(hours=9)))
    promise = reading(received("I'll get back to you tomorrow.", at=at)).promise
    assert promise is not None
    assert str(promise.by) == "2026-11-26"


@pytest.mark.parametrize(("text", "by"), BESIDE)
def test_the_day_of_a_promise_may_stand_beside_it_or_be_corrected(text: str, by: str) -> None:
    promise = reading(received(text)).promise
    assert promise is not None
    assert promise.by is not None
    assert promise.by.isoformat() == by


@pytest.mark.parametrize("text", OF_SOMETHING_ELSE)
def test_what_hangs_on_the_reader_or_is_an_interviews_day_is_no_promise_of_that_day(text: str) -> None:
    promise = reading(received(text)).promise
    assert promise is None or promise.by is None


@pytest.mark.parametrize("text", UNDATED_BESIDE)
def test_another_sentences_day_is_not_always_the_promises(text: str) -> None:
    promise = reading(received(text)).promise
    assert promise is not None
    assert promise.by is None


def test_texts_without_capitals_have_sentences_too() -> None:
    read = reading(received("thanks, the exam is tomorrow. i'll write to you about the app"))
    assert read.promise is not None
    assert read.promise.by is None


def test_a_day_right_before_its_verb_is_not_outdone_by_one_of_another_clause() -> None:
    read = reading(
        received("Ik moet het even checken met mijn broer. Morgen hoor je van mij of de caravan vrij is in juli.")
    )
    assert read.promise is not None
    assert str(read.promise.by) == "2026-11-25"


def test_hearsay_and_habits_promise_nothing_and_a_but_ends_them() -> None:
    for text in ("Word is that they decide on Friday.", "We usually answer such letters on Mondays."):
        assert reading(received(text)).promise is None, text
    turned = reading(received("We usually answer within a day, but this time we will let you know on Friday.")).promise
    assert turned is not None
    assert str(turned.by) == "2026-11-27"
