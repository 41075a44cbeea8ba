"""What a mail is about, as far as words tell."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.core import matter, plain_words
from watcher.core.folding import fold


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        ("the shelves for our archive", "a shelf, and the archives", {"archive", "shelf"}),
        ("Jahresbericht Stadtwerke", "des Jahresberichts", {"jahresbericht"}),
        ("spotkanie z Hanią Lis", "pozdrowienia od Hani", {"hani"}),
        ("請求書の見積り", "見積りについて", {"見積"}),
        ("invoice 40127", "about 40127", {"40127"}),
        ("could you please answer next week", "please answer next week", set()),
        ("2026", "in 2026", set()),
    ],
)
def test_rare_words_in_common(one: str, other: str, shared: set[str]) -> None:
    assert matter.words_of(one).shared_with(matter.words_of(other)) == shared


@pytest.mark.parametrize(
    ("subject", "says"),
    [
        ("offer for shelves", True),
        ("case 4711", True),
        ("見積りの件", True),
        ("hello", False),
        ("frage", False),
        ("quick question", False),
        ("ご連絡の件", False),
        ("вопрос", False),
        ("", False),
    ],
)
def test_a_subject_says_something_or_nothing(subject: str, says: bool) -> None:
    assert matter.says_something(subject) is says


def test_a_quote_is_known_whatever_stands_before_its_lines() -> None:
    own = "Could you tell me what the new shelves would cost, and when they come?"
    assert matter.quoted_share(own, f"Sure.\n\nOn Monday you wrote:\n> {own[:39]}\n> {own[39:]}") == 1
    assert matter.quoted_share(own, "Could you tell me the time?") < 0.2
    assert matter.quoted_share("Any news?", "Any news?") == 0


@pytest.mark.parametrize(
    ("text", "yours", "mine"),
    [
        ("Thank you for your message.", True, False),
        ("Danke für Ihre Anfrage!", True, False),
        ("Jag såg mejlet ditt, och din offert.", True, False),
        ("Merci pour votre candidature", True, False),
        ("ご連絡いただきありがとうございます", True, False),
        ("收到您的邮件", True, False),
        ("Hi, I wrote to you last week", False, True),
        ("Ich wollte kurz nachfragen", False, True),
        ("Jag mejlade dig i måndags", False, True),
        ("Le escribí la semana pasada", False, True),
        ("Я писал вам на прошлой неделе", False, True),
        ("先日メールをお送りしました", False, True),
        ("The weather is fine.", False, False),
    ],
)
def test_how_people_speak_of_mail(text: str, yours: bool, mine: bool) -> None:
    assert (plain_words.your_mail().search(fold(text)) is not None) is yours
    assert (plain_words.my_mail().search(fold(text)) is not None) is mine


@given(st.text(max_size=300))
def test_no_text_is_too_strange(text: str) -> None:
    words = matter.words_of(text)
    assert words.shared_with(words) == {word for words in words.by_start.values() for word in words}
    matter.says_something(text)
    matter.quoted_share(text, text)


@pytest.mark.parametrize("unit", ["ihre letzte ", "hatte ich ihnen ", "先日", "min sidste ", "件", "a" * 50])
def test_time_is_linear_in_the_text(unit: str) -> None:
    text = unit * (16_000 // len(unit))
    began = time.perf_counter()
    matter.words_of(text)
    matter.says_something(text)
    plain_words.your_mail().search(text)
    plain_words.my_mail().search(text)
    assert time.perf_counter() - began < 2
