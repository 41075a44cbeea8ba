"""Sentences of scripts without spaces, and of texts that have none."""

import pytest

from watcher.core import sentences


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ご都合はいかがですか？よろしくお願いします。", ("ご都合はいかがですか?", "よろしくお願いします。")),
        ("ご都合はいかがですか?よろしくお願いします。", ("ご都合はいかがですか?", "よろしくお願いします。")),
        (
            "先日お問い合わせいただきました件につきまして、来週の金曜\n日までにご連絡いたします。",
            ("先日お問い合わせいただきました件につきまして、来週の金曜日までにご連絡いたします。",),
        ),
    ],
)
def test_scripts_without_spaces_are_split(text: str, said: tuple[str, ...]) -> None:
    assert sentences.split(text) == said


def test_no_sentence_is_endless() -> None:
    (sentence,) = sentences.split("and so on " * 1_000)
    assert len(sentence) == sentences.LONGEST


@pytest.mark.parametrize(("text", "count"), [("two words", 2), ("お世話になっております。", 4), ("", 0)])
def test_words_are_counted_in_every_script(text: str, count: int) -> None:
    assert sentences.word_count(text) == count
