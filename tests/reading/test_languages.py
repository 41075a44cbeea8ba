# ruff: noqa: RUF001 - letters of other scripts are what this is about
"""The language of a text, and that none of the sixteen is seen in others."""

import pytest

from tests.reading.builders import WORDS, reading, received, sent
from watcher.core import languages
from watcher.core.model import Kind

FOREIGN = {
    "Romanian": "Bună ziua, vă mulțumesc pentru mesaj. Vom reveni cu un răspuns până vineri, după ce vom discuta cu echipa.",
    "Hungarian": "Köszönöm a levelet. A jövő héten visszajelzünk, miután a bizottság megtárgyalta az ajánlatot. Üdvözlettel",
    "Turkish": "Mesajınız için teşekkür ederim. Teklifinizi inceleyip cuma gününe kadar size dönüş yapacağız. Saygılarımla",
    "Greek": "Καλησπέρα σας, ευχαριστώ πολύ για το μήνυμα. Θα σας απαντήσουμε μέχρι την Παρασκευή. Με εκτίμηση",
    "Lithuanian": "Laba diena, ačiū už laišką. Atsakysime iki penktadienio, kai peržiūrėsime jūsų pasiūlymą.",
    "Latin": "Lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor incididunt ut labore",
}


@pytest.mark.parametrize("text", FOREIGN.values(), ids=FOREIGN)
def test_a_language_that_is_not_known_is_told_as_such_and_no_words_are_looked_for_in_it(text: str) -> None:
    tongue = languages.tongue_of(text, WORDS)
    assert (tongue.code, tongue.is_foreign, tongue.spoken) == ("", True, ())
    read = reading(received(text))
    assert (read.kind, read.is_foreign, read.promise, read.closes) == (Kind.HUMAN_REPLY, True, None, False)


def test_what_needs_no_words_is_judged_in_a_language_that_is_not_known() -> None:
    assert reading(received(FOREIGN["Greek"] + " Συμφωνείτε μαζί μας?")).wants_answer
    assert reading(sent(FOREIGN["Greek"], headers={"auto-submitted": "auto-generated"})).no_answer_wanted


@pytest.mark.parametrize("text", ["", "Ok.", "xyzzy", "Yes please, 12 pieces!", "Perfekt, machen wir so."])
def test_a_short_text_is_in_no_foreign_language(text: str) -> None:
    assert not languages.tongue_of(text, WORDS).is_foreign
