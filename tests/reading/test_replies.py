"""What people say besides: questions, refusals, wishes to be asked again or left alone, thanks, and what wants no answer."""

import pytest

from tests.reading.builders import ANNA, ME, WORDS, reading, received, sent
from watcher.core import languages
from watcher.core.model import Address, Body, Message

ASKS = [
    "I need your bank details to pay you.",
    "Kindly confirm.",
    "Fyll i formuläret så går vi vidare.",
    "Could you send me your CV?",
    "Please let us know which day suits you.",
    "What do you think?",
    "Kan du skicka ditt CV?",
    "Återkom gärna med några tider som passar.",
    "We look forward to hearing from you.",
]
ASKS_NOT = [
    "Let me know if you have any questions.",
    "Please note that the office is closed.",
    "Jag ska skicka över den i morgon.",
    "Hör av dig om du har frågor.",
    "Yes, fine.",
    "Hope you are well? We met Bo yesterday.",
    "Tack, det låter bra.",
    "I will let you know.",
    "We have received it.",
]
CLOSES = [
    "After much thought we are going in a different direction.",
    "You were not the best fit this time.",
    "The flat has been sold.",
    "Det blev tyvärr så att jobbet gick till någon annan.",
    "Vi har anställt en annan sökande.",
    "We have decided to move forward with another candidate.",
    "Unfortunately the position has been filled.",
    "We regret to inform you that you were unsuccessful.",
    "Thanks, but we are not interested.",
    "Tyvärr har vi valt att gå vidare med en annan kandidat.",
    "Tjänsten är tillsatt.",
    "Vi tackar nej den här gången.",
]
CLOSES_NOT = [
    "I have decided to go with your proposal!",
    "Unfortunately I can't make Thursday, could we do Friday?",
    "Tyvärr kan jag inte på torsdag, passar fredag?",
    "We are interested, tell me more.",
    "The position is still open.",
    "We have not decided yet.",
    "Tjänsten är fortfarande öppen.",
    "I wish you a good weekend.",
]
STOPS = [
    "I would prefer that you didn't contact me again.",
    "Please stop writing to me.",
    "Please don't contact me again.",
    "Take me off your list.",
    "Sluta skriva till mig.",
    "Kontakta mig inte igen.",
]
STOPS_NOT = [
    "Please stop by our office!",
    "Kontakta mig inte före kl 10, jag sitter i möte.",
    "Don't hesitate to contact me.",
    "Please do not reply to this email.",
    "Do not worry.",
    "Tveka inte att kontakta mig.",
]
AGAIN = [
    ("We have no budget this year; try us again next year.", "2027-01-01"),
    ("Kan du höra av dig igen efter nyår?", "2027-01-02"),
    ("Please ask me again in March.", "2027-03-01"),
    ("Could you get back to us in early January?", "2027-01-01"),
    ("Try me again after Christmas.", "2026-12-26"),
    ("Let's talk again in two weeks.", "2026-12-08"),
    ("Hör gärna av dig igen i mars.", "2027-03-01"),
    ("Återkom vecka 3.", "2027-01-18"),
]
AGAIN_NOT = [
    "I am in the office tomorrow, in case you want to write.",
    "I will look at it on Friday.",
    "Looks good, let's talk on Monday.",
    "Please get back to me by Friday.",
    "I will ask him again next week and let you know.",
    "We met again in October.",
    "Återkom senast fredag.",
]
KEEPS = [
    "Drowning in work, but do remind me again.",
    "Påminn mig gärna igen.",
    "I am too busy right now, but do keep trying.",
    "Please try me again later.",
    "Försök gärna igen senare.",
]


@pytest.mark.parametrize("text", ASKS)
def test_the_other_side_asks(text: str) -> None:
    assert reading(received(text)).wants_answer is True


@pytest.mark.parametrize("text", ASKS_NOT)
def test_the_other_side_asks_nothing(text: str) -> None:
    assert reading(received(text)).wants_answer is False


@pytest.mark.parametrize("text", CLOSES)
def test_the_matter_is_closed(text: str) -> None:
    assert reading(received(text)).closes


@pytest.mark.parametrize("text", CLOSES_NOT)
def test_the_matter_is_open(text: str) -> None:
    assert not reading(received(text)).closes


@pytest.mark.parametrize("text", STOPS)
def test_somebody_wants_no_more_mail(text: str) -> None:
    assert reading(received(text)).stop


@pytest.mark.parametrize("text", STOPS_NOT)
def test_a_formula_is_no_wish_to_be_left_alone(text: str) -> None:
    assert not reading(received(text)).stop


@pytest.mark.parametrize(("text", "on"), AGAIN)
def test_being_asked_again_begins_on_the_first_day_of_that_time(text: str, on: str) -> None:
    read = reading(received(text))
    assert str(read.ask_again_on) == on
    assert read.promise is None
    assert read.wants_answer is False


@pytest.mark.parametrize("text", AGAIN_NOT)
def test_a_term_or_the_past_is_no_wish_to_be_asked_again(text: str) -> None:
    assert reading(received(text)).ask_again_on is None


@pytest.mark.parametrize("text", KEEPS)
def test_too_busy_now_but_keep_trying(text: str) -> None:
    assert reading(received(text)).keep_trying


NEEDLESS = [
    ("thanks", sent("Thank you very much!")),
    ("thanks in Swedish", sent("Tack så mycket för hjälpen!")),
    ("information", sent("FYI, the minutes of the meeting.")),
    ("information in Swedish", sent("För kännedom, här är protokollet.")),
    ("said so", sent("The room is booked. No need to reply.")),
    ("said so in Swedish", sent("Rummet är bokat, du behöver inte svara.")),
    ("taken back", sent("Never mind, it was in the drawer.")),
    ("taken back in Swedish", sent("Bortse från mitt förra mejl, jag hittade den.")),
    ("a decline", sent("I must decline, we have chosen something else.")),
    ("a decline in Swedish", sent("Jag måste tyvärr tacka nej.")),
    ("a decline that only says cannot", sent("Unfortunately we cannot this time.")),
    ("a decline in Swedish word order", sent("Hej! Dessvärre kan vi inte vara med i år. Alex")),
    ("a decline with thanks", sent("Thank you for asking me. I have decided to withdraw.")),
    ("an acceptance", sent("Friday works for me, see you then.", subject="Re: Lunch")),
    ("to oneself", sent("Buy milk?", to=(ME,))),
    ("to an own plus-address", sent("Buy milk?", to=(Address("", "alex+todo@lind.example"),))),
    ("to nobody's address", sent("Could you change my address?", to=(Address("", "no-reply@shop.example"),))),
    ("to a list", sent("Does anybody know this?", to=(Address("", "users@lists.example.org"),))),
    ("by a program", sent("I am away.", headers={"auto-submitted": "auto-replied"})),
]
WANTED = [
    sent("Could you tell me more?"),
    sent("Thank you for the talk. Could you tell me what comes next?"),
    sent("Here is my application for the position."),
    sent("FYI, the minutes. Do you agree?"),
    sent("FYI, the minutes. Is this the right list of names?"),
    sent("Tack för listan. Vad är läget med nycklarna?"),
    sent("Kan du berätta mer?"),
    sent("I look forward to hearing from you."),
    sent("Unfortunately I cannot open the drawing you sent."),
    sent("Sorry, Friday doesn't work for me.", subject="Re: Lunch"),
    sent("Tyvärr kan jag inte öppna ritningen."),
    sent("Is this right?", to=(ANNA, Address("", "users@lists.example.org"))),
    sent("The offer is attached."),
]


@pytest.mark.parametrize(("name", "message"), NEEDLESS)
def test_some_messages_need_no_answer(name: str, message: Message) -> None:
    read = reading(message)
    assert (name, bool(read.no_answer_wanted), read.wants_answer) == (name, True, False)


@pytest.mark.parametrize("message", WANTED, ids=lambda message: str(message.text))
def test_in_doubt_an_answer_is_wanted(message: Message) -> None:
    read = reading(message)
    assert read.no_answer_wanted == ""
    assert read.wants_answer is not False


def test_mere_thanks_are_known_as_such() -> None:
    assert reading(sent("Thanks a lot!")).thanks
    assert not reading(sent("Thanks. Could you send it?")).thanks


@pytest.mark.parametrize(
    "text",
    [
        "Dear Anna, thank you for the interview this morning. The position is what I look for. When do you plan to decide?",
        "Hej Anna! Tack för intervjun i dag. Jag är mycket intresserad av tjänsten. När får jag besked?",
    ],
)
def test_thanks_for_an_interview_are_thanks_though_they_ask(text: str) -> None:
    read = reading(sent(text))
    assert read.thanks
    assert read.wants_answer is True
    assert read.no_answer_wanted == ""


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Thursday at 10 works for me, thank you.", "Re: Interview with Firm"),
        ("I confirm the phone call on Friday.", "Re: Next step"),
        ("I can't wait, see you on Friday!", "Re: Interview"),
        ("Friday is fine with me.", "Re: Interview"),
        ("Det passar bra, vi ses på intervjun!", "Sv: Intervju"),
    ],
)
def test_accepting_an_interview_or_a_call_is_no_needless_message(text: str, subject: str) -> None:
    read = reading(sent(text, subject=subject))
    assert read.accepts
    assert read.no_answer_wanted == ""


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Friday works for me.", "Re: Lunch"),
        ("Unfortunately I can't make it to the interview.", "Re: Interview"),
        ("Thank you for the interview yesterday, it was great.", "Thank you"),
        ("Sorry, Friday doesn't work for me.", "Re: Interview"),
        ("Intervjun på torsdag passar inte mig.", "Sv: Intervju"),
    ],
)
def test_other_messages_accept_no_interview(text: str, subject: str) -> None:
    assert not reading(sent(text, subject=subject)).accepts


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Thank you for your message, we will see.", "en"),
        ("Tack för ditt mail, vi får se.", "sv"),
        ("xyzzy", ""),
        ("", ""),
    ],
)
def test_the_language_is_that_of_the_commonest_words(text: str, language: str) -> None:
    assert languages.language_of(text, WORDS) == language


def test_the_users_own_message_has_no_kind_and_promises_nothing() -> None:
    read = reading(sent("I will get back to you by Friday."))
    assert read.kind is None
    assert read.promise is None


def test_a_message_without_text_is_read_by_its_headers() -> None:
    message = received()
    read = reading(Message(message.envelope, message.places, Body()))
    assert read.kind == "human_reply"


def test_thanks_that_only_end_a_text_of_some_length_are_no_mere_thanks() -> None:
    text = "Good morning, I write once more because the position still interests me very much and I have not seen a decision.\n\nThank you for your time,\nAlex"
    assert reading(sent(text)).no_answer_wanted == ""
    assert reading(sent("Here it is. Thanks!", attachments=("offer.pdf",))).no_answer_wanted == ""
    assert reading(sent("Hello Anna, the poster came this morning and looks splendid. Thank you!")).no_answer_wanted
