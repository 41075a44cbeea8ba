"""The phrases of the language files, and how strictly the files are read."""

import copy
import importlib.resources
from typing import Any

import pytest
import yaml

from watcher import language
from watcher.core import words


@pytest.mark.parametrize(
    ("phrase", "text", "is_found"),
    [
        ("get back to you", "I'll get  back\nto YOU", True),
        ("get back to you", "get back to your desk", False),
        ("i'll [then] (call|write)", "I\u2019ll then write", True),
        ("i'll [then] (call|write)", "i'll call", True),
        ("i'll [then] (call|write)", "i'll now call", False),
        ("not [yet]", "not", True),
        ("we will ... answer", "we will in a few days answer", True),
        ("we will ... answer", "we will one two three four five six seven answer", False),
        ("semester~", "semestern", True),
        ("~n't", "won't", True),
        ("notification (delay)", "Notification (Delay)", True),
        ("((a|b) c|d) e", "b c e", True),
        ("((a|b) c|d) e", "b e", False),
        ("kl.", "kl. 10", True),
    ],
)
def test_a_phrase_finds_what_it_says(phrase: str, text: str, is_found: object) -> None:
    assert (words.compile_phrases([phrase]).find(text) is not None) is is_found


@pytest.mark.parametrize("phrase", ["(a|b", "a]", "auto[-]reply", "(more )?about"])
def test_a_phrase_that_cannot_be_read_is_refused(phrase: str) -> None:
    with pytest.raises(ValueError, match="bracket"):
        words.compile_phrases([phrase])


def test_no_phrases_find_nothing() -> None:
    assert words.compile_phrases([]).find("anything") is None


def english() -> dict[str, Any]:
    """Read the file of English as plain data."""
    data = yaml.safe_load(importlib.resources.files(language).joinpath("en.yaml").read_text("utf-8"))
    assert isinstance(data, dict)
    return copy.deepcopy(data)


def test_all_languages_load_english_first() -> None:
    assert list(language.load())[:2] == ["en", "sv"]
    assert language.load() is language.load()


def test_an_unknown_key_is_refused_by_its_path() -> None:
    data = english()
    data["speech"]["greetings"] = []
    with pytest.raises(ValueError, match=r"x\.yaml: speech: unknown or missing: greetings"):
        language.words_of(data, "x.yaml")


def test_a_missing_key_is_refused() -> None:
    data = english()
    del data["dates"]["months"]
    with pytest.raises(ValueError, match="dates: unknown or missing: months"):
        language.words_of(data, "x.yaml")


def test_what_yaml_misreads_is_refused() -> None:
    data = english()
    data["stop_words"] = ["on", True]
    with pytest.raises(ValueError, match="quote"):
        language.words_of(data, "x.yaml")


def test_a_broken_phrase_is_refused_by_its_path() -> None:
    data = english()
    data["speech"]["thanks"] = ["(thanks"]
    with pytest.raises(ValueError, match="speech: thanks"):
        language.words_of(data, "x.yaml")
