"""The phrases of the language files, and how strictly the files are read."""

import copy
import importlib.resources
from typing import Any

import pytest
import yaml

from watcher import language
from watcher.core import phrase_syntax, phrases


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
        ("back", "a hunchback is back", True),
        ("back", "a hunchback_", False),
        ("[be] back", "xbe back", True),
        ("(~fall|snow) today", "no rainfall today", True),
        ("İstanbul'da", "İİ İstanbul\u2019da", True),
        ("no reply", "No-reply", True),
        ("[a|an] ((very|so) early|late) answer", "an so early answer", True),
        ("[please|kindly] (stop|cease) writing", "Kindly cease writing", True),
        ("[please|kindly] (stop|cease) writing", "writing", False),
        ("(was|were)n't it", "weren't it", True),
        ("(is ...|has been) closed", "is closed", True),
    ],
)
def test_a_phrase_finds_what_it_says(phrase: str, text: str, is_found: object) -> None:
    assert (phrases.compile_phrases([phrase]).find(text) is not None) is is_found


@pytest.mark.parametrize("phrase", ["(a|b", "a]", "auto[-]reply", "(more )?about"])
def test_a_phrase_that_cannot_be_read_is_refused(phrase: str) -> None:
    with pytest.raises(ValueError, match="bracket"):
        phrases.compile_phrases([phrase])


def test_what_is_found_stands_in_the_text_as_it_is_written() -> None:
    found = phrases.compile_phrases(["get back", "we will"]).find_all("İ: We will GET Back. We  will not.")
    assert [each.group() for each in found] == ["We will", "GET Back", "We  will"]


@pytest.mark.parametrize(
    ("phrase", "text", "is_found"),
    [
        ("回复 您", "我会尽快回复您", True),
        ("(回复|答复) ... 您", "答复了给您", True),
        ("回复", "复回", False),
        ("OB", "Obrigado", False),
        ("OB", "同窓OBの", True),
    ],
)
def test_a_phrase_without_spaces_finds_what_it_says(phrase: str, text: str, is_found: object) -> None:
    assert (phrases.compile_phrases([phrase], phrase_syntax.SPACELESS).find(text) is not None) is is_found


def test_phrases_of_several_languages_are_looked_up_together() -> None:
    spaced = [phrases.compile_phrases([each]) for each in ("svar", "reply")]
    both = phrases.together([*spaced, phrases.compile_phrases(["回复"], phrase_syntax.SPACELESS)])
    assert [each.sources for each in both] == [("reply", "svar"), ("回复",)]


def test_no_phrases_find_nothing() -> None:
    assert phrases.compile_phrases([]).find("anything") is None


def english() -> dict[str, Any]:
    """Read the file of English as plain data."""
    data = yaml.safe_load(importlib.resources.files(language).joinpath("en.yaml").read_text("utf-8"))
    assert isinstance(data, dict)
    return copy.deepcopy(data)


def test_all_languages_load_english_first() -> None:
    assert next(iter(language.load())) == "en"
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


def test_every_phrase_of_every_file_can_be_read() -> None:
    """Loading them tries none, for it is done by every command."""
    for file in importlib.resources.files(language).iterdir():
        if file.name.endswith(".yaml"):
            language.words_of(yaml.safe_load(file.read_text("utf-8")), file.name)


@pytest.mark.parametrize(
    ("phrase", "text", "is_found"),
    [
        ("(call|calls|called) you", "calls you", True),
        ("(call|calls|called) you", "call you", True),
        ("(call|calls|called) you", "callsyou", False),
        ("(get back to|let|let you) know", "let you know", True),
        ("(get back to|let|let you) know", "get back to know", True),
        ("(decid~|decree) on", "decides on", True),
        ("(d'accord|d'ici|ici) demain", "d\u2019ici demain", True),
        ("(a ... b|a|ab) c", "a x b c", True),
        ("(a ... b|a|ab) c", "ab c", True),
    ],
)
def test_a_choice_finds_each_of_its_ways(phrase: str, text: str, is_found: object) -> None:
    assert (phrases.compile_phrases([phrase]).find(text) is not None) is is_found


def _english() -> dict[str, Any]:
    data = yaml.safe_load((importlib.resources.files(language) / "en.yaml").read_text("utf-8"))
    assert isinstance(data, dict)
    return data


def test_phrases_name_classes_of_words() -> None:
    data = _english()
    own = {"own_will": ["will", "shall"], "own_tell": ["brief", "<own_will> fill in"]}
    data["classes"] = {**data.get("classes", {}), **own}
    data["promises"]["firm"] = ["we <own_will> <own_tell> you"]
    words = language.words_of(data, "en.yaml")
    assert words.promises.firm.find("we shall brief you") is not None
    assert words.promises.firm.find("we will will fill in you") is not None
    assert words.promises.firm.find("we brief you") is None


def test_a_class_that_is_not_there_is_refused() -> None:
    data = _english()
    data["promises"]["firm"] = ["we <none_such> write"]
    with pytest.raises(ValueError, match="promises: firm: no class 'none_such'"):
        language.words_of(data, "en.yaml")


def test_a_lone_tilde_among_the_ways_a_phrase_begins_is_any_word() -> None:
    found = phrases.compile_phrases(["(~|good day) works", "(time|at ~) suits"])
    assert found.find("well, Monday works") is not None
    assert found.find("at noon suits") is not None
    assert found.find("at suits") is None
