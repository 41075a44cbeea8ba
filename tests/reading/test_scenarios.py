"""Scenarios: the user's word, the config's rules, recognition by words, and how a thread moves on."""

from dataclasses import replace

import pytest

from tests.reading.builders import ANNA, OWNER, WORDS, body_of, reading, received, sent
from tests.reading.test_events import INVITATION
from watcher.core import scenarios
from watcher.core.model import Address, Choice, FolderName, Message, Rule, Scenario, Thread, ThreadId


def choice(
    *messages: Message, rules: tuple[Rule, ...] = (), chosen: Scenario | None = None, drafts: tuple[Message, ...] = ()
) -> Choice:
    """Match a thread of these messages."""
    thread = Thread(ThreadId("t"), messages, drafts)
    readings = {each.message_id: reading(each) for each in (*messages, *drafts)}
    return scenarios.match(thread, readings, owner=OWNER, rules=rules, words=WORDS, chosen=chosen)


RECOGNISED = [
    (sent("My washing machine needs a repair, what is the price?", subject="Service request"), Scenario.GENERAL),
    (sent("We help shops like yours. Open to a quick demo?", subject="Introducing us"), Scenario.SALES_LEAD),
    (
        sent("I am applying for the position, my CV is attached.", subject="Application for the position of engineer"),
        Scenario.JOB_APPLICATION,
    ),
    (sent("Hej, jag söker tjänsten som ingenjör och bifogar mitt CV.", subject="Ansökan"), Scenario.JOB_APPLICATION),
    (
        sent("Hello, please see the attached.", subject="Engineer", attachments=("Lind_CV_2026.pdf",)),
        Scenario.JOB_APPLICATION,
    ),
    (sent("Thank you for the phone screen today.", subject="Thank you"), Scenario.PHONE_SCREEN),
    (sent("Tack för telefonintervjun i dag.", subject="Tack"), Scenario.PHONE_SCREEN),
    (
        sent(
            "Thank you for the phone screen. The interview questions on the final round and meeting the hiring team sounded great.",
            subject="Thank you",
        ),
        Scenario.PHONE_SCREEN,
    ),
    (
        sent("Thank you for the interview yesterday. I am very interested in the position.", subject="Thank you"),
        Scenario.INTERVIEW,
    ),
    (sent("Tack för intervjun i går.", subject="Tack"), Scenario.INTERVIEW),
    (sent("Could I buy you a coffee and hear about your work?", subject="Hello"), Scenario.NETWORKING),
    (sent("Får jag bjuda på en fika och höra om din karriär?", subject="Hej"), Scenario.NETWORKING),
    (sent("Please find our proposal and the pricing attached.", subject="Our quote for the roof"), Scenario.SALES_LEAD),
    (sent("Här kommer vår offert på taket.", subject="Offert på taket"), Scenario.SALES_LEAD),
    (
        sent("You and I both studied in Umeå. I am considering a move into research: could we have a short chat?"),
        Scenario.NETWORKING,
    ),
    (
        sent(
            "May I introduce you to our services? We help dentists to fill their calendars. Open to a 15-minute demo?"
        ),
        Scenario.SALES_LEAD,
    ),
    (sent("Could we have a quick call about the invoice?", subject="Invoice"), Scenario.GENERAL),
    (sent("When does the library open?", subject="Question"), Scenario.GENERAL),
    (sent("Could you send me the report on our customers?", subject="Report"), Scenario.GENERAL),
    (sent("Is the position of the sofa right?", subject="Furniture"), Scenario.GENERAL),
    (sent("Kan du skicka rapporten?", subject="Rapport"), Scenario.GENERAL),
]


@pytest.mark.parametrize(
    ("message", "scenario"), RECOGNISED, ids=lambda each: each.text[:40] if isinstance(each, Message) else str(each)
)
def test_the_words_tell_the_scenario(message: Message, scenario: Scenario) -> None:
    found = choice(message)
    assert found.scenario is scenario
    assert found.why.startswith(("words: ", "event: ")) or scenario is Scenario.GENERAL


def test_whoever_answers_with_a_quote_makes_the_user_no_seller() -> None:
    asked = sent("What would new windows cost?", subject="Windows")
    answered = received("Our quote for the windows is attached.", subject="Re: Windows")
    assert choice(asked, answered).scenario is Scenario.GENERAL
    assert choice(answered, sent("Here it is.", subject="Re: Windows")).scenario is Scenario.SALES_LEAD


def test_the_users_own_word_wins() -> None:
    found = choice(
        sent("job application"), rules=(Rule(Scenario.SALES_LEAD, subject=("talk",)),), chosen=Scenario.NETWORKING
    )
    assert found == Choice(Scenario.NETWORKING, "your own word", by_user=True)


RULES = [
    (Rule(Scenario.SALES_LEAD, recipients=("anna@*",)), "rule 1: recipient anna@firm.example"),
    (Rule(Scenario.SALES_LEAD, domains=("*.example",)), "rule 1: domain firm.example"),
    (Rule(Scenario.SALES_LEAD, subject=("Our talk",)), "rule 1: subject Our talk"),
    (Rule(Scenario.SALES_LEAD, words=("roof*",)), "rule 1: words roof*"),
    (Rule(Scenario.SALES_LEAD, folders=("sent",)), "rule 1: folder Sent"),
    (Rule(Scenario.SALES_LEAD, plus=("Lead",)), "rule 1: plus-address lead"),
    (
        Rule(Scenario.SALES_LEAD, domains=("firm.example",), subject=("talk",)),
        "rule 1: domain firm.example, subject talk",
    ),
]
NOT_MATCHING = [
    Rule(Scenario.SALES_LEAD, recipients=("bo@*",)),
    Rule(Scenario.SALES_LEAD, domains=("lind.example",)),
    Rule(Scenario.SALES_LEAD, subject=("tal",)),
    Rule(Scenario.SALES_LEAD, words=("oof",)),
    Rule(Scenario.SALES_LEAD, domains=("firm.example",), subject=("sofa",)),
    Rule(Scenario.SALES_LEAD),
]


@pytest.mark.parametrize(("rule", "why"), RULES)
def test_a_rule_decides_and_is_named(rule: Rule, why: str) -> None:
    message = sent("About the roofs.", bcc=(Address("", "alex+lead@lind.example"),))
    assert choice(message, rules=(rule,)) == Choice(Scenario.SALES_LEAD, why)


@pytest.mark.parametrize("rule", NOT_MATCHING)
def test_every_part_of_a_rule_must_match(rule: Rule) -> None:
    assert choice(sent("About the roofs."), rules=(rule,)).scenario is Scenario.GENERAL


def test_rules_are_tried_in_their_order() -> None:
    rules = (
        Rule(Scenario.NETWORKING, subject=("sofa",)),
        Rule(Scenario.INTERVIEW, subject=("talk",)),
        Rule(Scenario.SALES_LEAD, subject=("talk",)),
    )
    assert choice(sent(), rules=rules) == Choice(Scenario.INTERVIEW, "rule 2: subject talk")


def test_an_application_that_led_to_an_interview_is_an_interview() -> None:
    applied = sent(
        "I am applying for the position.", subject="Application for the position", message_id="<1@lind.example>"
    )
    invited = received(
        "We would like to invite you to an interview on Thursday 3 December at 10:00.",
        subject="Re: Application for the position",
    )
    asked = sent(
        "Is there any news on my application?",
        subject="Re: Application for the position",
        message_id="<2@lind.example>",
    )
    assert choice(applied).scenario is Scenario.JOB_APPLICATION
    assert choice(applied, invited, asked).scenario is Scenario.INTERVIEW


def test_an_invitation_decides_by_its_occasion() -> None:
    invited = received(
        subject="Next step", body=body_of(INVITATION.format(method="REQUEST", partstat="NEEDS-ACTION"), "text/calendar")
    )
    found = choice(sent("Could we talk?", to=(ANNA,)), invited)
    assert (found.scenario, found.why) == (Scenario.INTERVIEW, "event: Interview with Anna")


def test_neither_drafts_nor_automatic_mail_count() -> None:
    draft = replace(
        sent("Thank you for the interview.", message_id="<draft@lind.example>"), is_sent=False, is_draft=True
    )
    note = received("I am out of office. Thank you for the interview.", headers={"auto-submitted": "auto-replied"})
    assert choice(sent("When does the library open?"), note, drafts=(draft,)).scenario is Scenario.GENERAL


def test_a_rule_sees_the_label_of_any_copy() -> None:
    message = sent()
    labelled = replace(message, places=(*message.places, replace(message.places[0], folder=FolderName("Jobs/Acme"))))
    assert choice(labelled, rules=(Rule(Scenario.INTERVIEW, folders=("jobs/*",)),)).why == "rule 1: folder Jobs/Acme"


def test_an_office_for_applications_adds_to_the_words() -> None:
    office = Address("", "careers+uk@firm.example")
    assert choice(sent("Attached is my application.", subject="Hello", to=(office,))).scenario is (
        Scenario.JOB_APPLICATION
    )
    assert choice(sent("Attached is the parcel label.", subject="Hello", to=(office,))).scenario is Scenario.GENERAL


def test_words_of_other_languages_than_the_messages_and_english_decide_nothing() -> None:
    text = "Hi Ivar, could you spare me a minute to look at the door? The lock is broken again. Thanks a lot, Alex"
    found = choice(sent(text, subject="Spare key"))
    assert (found.scenario, found.why) == (Scenario.GENERAL, "no rule and no known words")
