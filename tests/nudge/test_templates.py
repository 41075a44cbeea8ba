"""The texts: every one can be used, reads kindly, and takes what the mailbox says as mere words."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.nudge.building import ALEX, ANNA, BO, NOW, message, verdict
from watcher import templates
from watcher.core.model import ActionKind, Address, Event, ReasonCode, Scenario, Verdict
from watcher.errors import WatcherError
from watcher.templates import Occasion, Values

TEXTS = templates.load()
LANGUAGES = ("en", "sv")
MOST = {
    Scenario.JOB_APPLICATION: 1,
    Scenario.PHONE_SCREEN: 1,
    Scenario.INTERVIEW: 2,
    Scenario.NETWORKING: 3,
    Scenario.SALES_LEAD: 4,
    Scenario.GENERAL: 2,
}
FULL = Values(date(2026, 11, 24), date(2026, 11, 12), "Alex Lind", "Anna", "A question", date(2026, 11, 11))
BARE = Values(date(2026, 11, 24), date(2026, 11, 12), "")

REPROACHES = re.compile(
    r"ignor|no answer|no reply|no response|not (?:heard|replied|answered|received)|n't (?:heard|replied|answered|received)|still waiting|yet to|as promised|you (?:said|promised)|again and again"
    r"|forg[oe]t|finally|overdue|(?:second|third|last) (?:time|attempt|reminder)|remind|unfortunately|disappoint|why have|bother|sorry|apolog|just checking|circl|bump|touch base"
    r"|inte (?:hört|fått|svarat)|utan svar|inget svar|ännu inte|väntar fortfarande|du (?:sa|sade|lovade)|ni (?:sa|sade|lovade)|som utlovat|glömt|påminn|äntligen|tyvärr|besviken|stör|ursäkta|förlåt|återigen",
    re.IGNORECASE,
)


def occasions() -> Iterator[Occasion]:
    for scenario, most in MOST.items():
        for number in range(1, most + 1):
            yield Occasion(ActionKind.DRAFT, scenario, number, most)
        yield Occasion(ActionKind.DRAFT, scenario, 1, most, promise_passed=True)
        yield Occasion(ActionKind.THANK_YOU, scenario, 0, most)


ALL = [(language, occasion, values) for language in LANGUAGES for occasion in occasions() for values in (FULL, BARE)]


def written(language: str, occasion: Occasion, values: Values = FULL) -> str:
    return TEXTS.render(language, occasion, values)


def own_text(folder: Path, path: str, text: str | bytes) -> templates.Templates:
    """The program's texts with one of the user's own before them."""
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return templates.load(folder)


GENERAL = Occasion(ActionKind.DRAFT, Scenario.GENERAL, 1, 2)


@pytest.mark.parametrize(("language", "occasion", "values"), ALL)
def test_every_text_reads_as_a_short_kind_letter(language: str, occasion: Occasion, values: Values) -> None:
    text = written(language, occasion, values)
    greeting, *paragraphs = text.rstrip("\n").split("\n\n")
    assert greeting in {"Hi Anna,", "Hello,", "Hej Anna!", "Hej!"}
    assert ("Anna" in greeting) == bool(values.first_name)
    assert paragraphs[-1].rstrip() in {
        "Best regards,\nAlex Lind",
        "Best regards,",
        "Vänliga hälsningar\nAlex Lind",
        "Vänliga hälsningar",
    }
    assert not REPROACHES.search(text)
    assert len(text.split()) <= 120
    assert not re.search(r"[{}%]|  | [,.?!)]|\( |None|\n\n\n", text)
    assert all("\n" not in paragraph for paragraph in paragraphs[:-1])
    assert text.count("[") == text.count("]") <= 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_nudge_of_a_ladder_has_a_text_of_its_own(language: str) -> None:
    texts = [
        written(language, occasion)
        for occasion in occasions()
        if occasion.kind is ActionKind.DRAFT and not occasion.promise_passed
    ]
    assert len(set(texts)) == sum(MOST.values())


def test_only_the_texts_that_cannot_know_leave_gaps() -> None:
    gaps = {
        occasion.scenario
        for occasion in occasions()
        if occasion.kind is ActionKind.DRAFT and "[" in written("en", occasion)
    }
    assert gaps == {Scenario.JOB_APPLICATION, Scenario.NETWORKING, Scenario.SALES_LEAD}


def test_the_languages_leave_the_same_gaps() -> None:
    for occasion in occasions():
        assert written("en", occasion).count("[") == written("sv", occasion).count("[")


def test_the_last_nudge_to_a_contact_asks_bluntly() -> None:
    last = Occasion(ActionKind.DRAFT, Scenario.NETWORKING, 3, 3)
    assert "would you rather I stopped writing, or are you just too busy right now?" in written("en", last)
    assert "vill du helst att jag slutar skriva, eller har du bara för mycket att göra just nu?" in written("sv", last)


def test_the_last_allowed_nudge_closes_the_file_however_many_are_allowed() -> None:
    for most in (2, 4, 6):
        texts = [
            written("en", Occasion(ActionKind.DRAFT, Scenario.SALES_LEAD, number, most))
            for number in range(1, most + 1)
        ]
        assert ["close the file" in text for text in texts] == [False] * (most - 1) + [True]
    assert "close the file" not in written("en", Occasion(ActionKind.DRAFT, Scenario.SALES_LEAD, 1, 1))


def test_dates_are_written_in_the_language() -> None:
    call = Occasion(ActionKind.DRAFT, Scenario.PHONE_SCREEN, 1, 1)
    assert "our call on Wednesday 11 November." in written("en", call)
    assert "vårt samtal onsdagen den 11 november." in written("sv", call)
    assert "my message of 12 November (" in written("en", GENERAL)
    assert "mitt mejl den 12 november (" in written("sv", GENERAL)


def test_a_date_far_away_is_written_with_its_year() -> None:
    long_ago = replace(FULL, sent_on=date(2025, 12, 24))
    assert "my message of 24 December 2025 (" in written("en", GENERAL, long_ago)
    assert "mitt mejl den 24 december 2025 (" in written("sv", GENERAL, long_ago)


def test_a_language_without_texts_falls_back_to_english() -> None:
    assert written("fi", GENERAL) == written("en", GENERAL)
    assert written("sv-FI", GENERAL) == written("sv", GENERAL)


@pytest.mark.parametrize(
    "hostile",
    [
        "{{ 7*7 }}",
        "{% for x in range(9) %}x{% endfor %}",
        "{# note #}",
        "{% include 'words.yaml' %}",
        "{{ ''.__class__ }}",
    ],
)
def test_template_text_in_the_mail_comes_out_literally(hostile: str) -> None:
    assert f"(“{hostile}”)" in written("en", GENERAL, replace(FULL, subject=hostile))
    assert f"Hi {hostile}," in written("en", GENERAL, replace(FULL, first_name=hostile))


def test_a_subject_in_the_text_is_one_short_line_without_re() -> None:
    text = written("en", GENERAL, replace(FULL, subject="Re: SV: A\r\n\r\nlong " + "x" * 9_000))
    assert re.search(r"\(“A {4}long x{50,120}…”\)", text)


def test_every_text_of_the_program_passes_its_own_check() -> None:
    assert TEXTS.languages == LANGUAGES
    assert TEXTS.mistakes() == []


# Whole letters, from a verdict -----------------------------------------------------------------------------------------------------


def letter(
    decided: Verdict, *, text: str = "", to: tuple[Address, ...] = (ANNA,), kind: ActionKind = ActionKind.DRAFT
) -> str:
    return TEXTS.write(
        decided, kind, parent=message(text=text, subject="Your talk"), to=to, own_name=ALEX.name, now=NOW
    )


def test_a_letter_is_written_from_the_verdict() -> None:
    """22:30 UTC on the 12th is 23:30 in Stockholm, the user's zone."""
    assert letter(verdict()).startswith("Hi Anna,\n\nI am coming back to my message of 12 November (“Your talk”).")


def test_the_day_is_that_of_the_users_zone() -> None:
    late = replace(verdict(), sent_at=datetime(2026, 11, 12, 23, 30, tzinfo=UTC))
    assert "my message of 13 November" in letter(late)


def test_the_second_nudge_has_the_second_text() -> None:
    assert "still something you can help me with" in letter(verdict(attempt=1))


def test_a_broken_promise_has_its_own_words() -> None:
    assert "any news about the position" in letter(verdict(scenario=Scenario.INTERVIEW, reasons=[ReasonCode.PROMISE]))


def test_a_cancelled_event_is_not_named() -> None:
    event = Event(datetime(2026, 11, 11, 9, tzinfo=UTC), None, "interview", "")
    held, cancelled = (
        verdict(scenario=Scenario.INTERVIEW, event=each) for each in (event, replace(event, cancelled=True))
    )
    assert "our interview on Wednesday 11 November, and" in letter(held)
    assert "our interview, and" in letter(cancelled)


@pytest.mark.parametrize(
    ("opening", "to", "greeting"),
    [
        ("Hi Annie,", (ANNA,), "Hi Annie,"),
        ("Hej Annie! Tack för senast.", (ANNA,), "Hi Annie,"),
        ("Dear Anna Berg,", (ANNA,), "Hi Anna,"),
        ("Good morning Anna", (ANNA, BO), "Hi Anna,"),
        ("Dear Ms Berg,", (ANNA,), "Hello,"),
        ("Hi all,", (ANNA,), "Hello,"),
        ("Hello Anna and Bo,", (ANNA, BO), "Hello,"),
        ("Hi {{ 7*7 }},", (ANNA,), "Hi Anna,"),
        ("", (ANNA,), "Hi Anna,"),
        ("The report is attached.", (ANNA,), "Hi Anna,"),
        ("", (ANNA, BO), "Hello,"),
        ("Hi Anna,", (BO,), "Hi Bo,"),
    ],
)
def test_people_are_greeted_as_the_user_greeted_them(opening: str, to: tuple[Address, ...], greeting: str) -> None:
    parent = message(text=f"{opening}\n\nHow are you?", to=[ANNA] if to == (BO,) else to)
    text = TEXTS.write(verdict(), ActionKind.DRAFT, parent=parent, to=to, own_name="", now=NOW)
    assert text.partition("\n")[0] == greeting


@pytest.mark.parametrize(
    ("name", "email", "first"),
    [
        ("Anna Berg", "a.berg@corp.example", "Anna"),
        ("Berg, Anna", "a.berg@corp.example", "Anna"),
        ("Anna Berg, PhD", "a.berg@corp.example", "Anna"),
        ("Berg Anna", "anna.berg@corp.example", "Anna"),
        ("ANNA BERG", "a@corp.example", "Anna"),
        ("Dr. Anna Berg (HR)", "a@corp.example", "Anna"),
        ("Anna-Karin Berg | Corp", "a@corp.example", "Anna-Karin"),
        ("Åsa Öberg via Corp", "a@corp.example", "Åsa"),
        ("Anna", "anna@corp.example", "Anna"),
        ("Anna", "ab@corp.example", ""),
        ("Corp", "hello@corp.example", ""),
        ("Corp Widgets", "anna@corp.example", ""),
        ("Recruiting Team", "r@corp.example", ""),
        ("Anna Berg", "jobs@corp.example", ""),
        ("anna.berg@corp.example", "anna.berg@corp.example", ""),
        ("A. Berg", "ab@corp.example", ""),
        ("R2D2 Berg", "ab@corp.example", ""),
        ("{{ 7*7 }} Berg", "ab@corp.example", ""),
        ("", "anna@corp.example", ""),
        ("(((((" * 100, "anna@corp.example", ""),
    ],
)
def test_a_first_name_is_taken_only_from_what_looks_like_a_person(name: str, email: str, first: str) -> None:
    assert letter(verdict(), to=(Address(name, email),)).startswith(f"Hi {first}," if first else "Hello,")


# The user's own texts --------------------------------------------------------------------------------------------------------------


def test_a_text_of_the_users_own_comes_before_the_programs(tmp_path: Path) -> None:
    texts = own_text(tmp_path, "sv/general/1.txt", "{% include 'greeting.txt' %}\n\nHur går det?\n")
    assert texts.render("sv", GENERAL, FULL) == "Hej Anna!\n\nHur går det?\n"
    assert texts.render("en", GENERAL, FULL) == written("en", GENERAL)


def test_a_greeting_of_the_users_own_is_used_in_the_programs_texts(tmp_path: Path) -> None:
    texts = own_text(tmp_path, "en/greeting.txt", "Good day {{ first_name }},")
    assert texts.render("en", GENERAL, FULL) == written("en", GENERAL).replace("Hi Anna", "Good day Anna")


def test_a_language_of_the_users_own_needs_its_words(tmp_path: Path) -> None:
    with pytest.raises(WatcherError, match=r"de has no words\.yaml: copy that of .*en"):
        own_text(tmp_path, "de/general/1.txt", "Hallo {{ sent_on }}")
    english = (templates.SHIPPED / "en" / "words.yaml").read_text()
    texts = own_text(tmp_path, "de/words.yaml", english.replace("November", "NOVEMBER"))
    assert texts.render("de", GENERAL, FULL) == "Hallo 12 NOVEMBER\n"
    assert texts.render("de", Occasion(ActionKind.DRAFT, Scenario.INTERVIEW), FULL).startswith("Hi Anna,")


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("Hi\n\n{% if %}", 3, "Expected an expression"),
        ("Hi\n{{ frist_name }}", 2, "'frist_name' is undefined"),
        ("Hi\n{{ subject.__class__.__mro__ }}", 2, "unsafe"),
        ("Hi\n{{ attempt + subject }}", 2, "unsupported operand"),
        ("{{ 1 // 0 }}", 1, "zero"),
        ("Hi\n\n\n{{ '' ~ first_name.nothing }}", 4, "nothing"),
    ],
)
def test_a_broken_text_is_named_with_its_line(tmp_path: Path, text: str, line: int, what: str) -> None:
    texts = own_text(tmp_path, "en/general/1.txt", text)
    with pytest.raises(WatcherError) as told:
        texts.render("en", GENERAL, FULL)
    assert f"{tmp_path / 'en/general/1.txt'}, line {line}" in str(told.value)
    assert what in str(told.value)
    assert any(str(tmp_path / "en/general/1.txt") in mistake for mistake in texts.mistakes())


def test_a_broken_greeting_is_named_and_not_the_text_around_it(tmp_path: Path) -> None:
    texts = own_text(tmp_path, "en/greeting.txt", "Hi\n{{ name }}")
    with pytest.raises(WatcherError, match=r"greeting\.txt, line 2"):
        texts.render("en", GENERAL, FULL)


def test_a_text_in_another_encoding_and_a_missing_part_are_told(tmp_path: Path) -> None:
    texts = own_text(tmp_path, "en/general/1.txt", "Hälsningar".encode("latin-1"))
    with pytest.raises(WatcherError, match=r"general/1\.txt can't be used: it is not written in UTF-8"):
        texts.render("en", GENERAL, FULL)
    with pytest.raises(WatcherError, match=r"line 1 can't be used: it includes signature\.txt, which is not there"):
        own_text(tmp_path, "en/general/1.txt", "{% include 'signature.txt' %}").render("en", GENERAL, FULL)


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(WatcherError, match="your own templates can't be read"):
        templates.load(tmp_path / "nowhere")


def test_a_text_cannot_reach_outside_its_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    texts = own_text(tmp_path / "own", "en/general/1.txt", "{% include '../../secret.txt' %}")
    with pytest.raises(WatcherError, match="not there"):
        texts.render("en", GENERAL, FULL)


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ("- a", "must hold"),
        ("short: [", "can't be read"),
        ("months: [a]", "months must be a list of 12 words"),
        ("months: [a, b, c, d, e, f, g, h, i, j, k, l]\nweekdays: [a, b, c, d, e, f, g]", "short must be a text"),
        (
            "months: [a, b, c, d, e, f, g, h, i, j, k, l]\nweekdays: [a, b, c, d, e, f, g]\nshort: '{dag}'\nlong: ''\nshort_with_year: ''\nlong_with_year: ''",
            "not 'dag'",
        ),
    ],
)
def test_broken_words_are_told(tmp_path: Path, words: str, what: str) -> None:
    with pytest.raises(WatcherError) as told:
        own_text(tmp_path, "sv/words.yaml", words)
    assert str(tmp_path / "sv" / "words.yaml") in str(told.value)
    assert what in str(told.value)
