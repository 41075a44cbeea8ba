"""The words of every language the program reads, as data: one file a language.

The files are checked strictly when they are loaded: a key too many or too few is refused, with its path.
"""

import dataclasses
import importlib.resources
import re
import typing
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

import yaml

from watcher.core import phrases as core_phrases
from watcher.core.phrase_syntax import SPACED, SPACELESS, UNACCENTED, Spelling
from watcher.core.phrases import Phrases
from watcher.core.words import Words

CLASS = re.compile(r"<(\w+)>")
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same, ten times faster, where PyYAML has its C library


@cache
def load() -> Mapping[str, Words]:
    """Load all languages, by their code, English first. Raises ValueError where a file is not as it must be; its phrases are tried by the tests."""
    found = {}
    for file in sorted(
        importlib.resources.files(__name__).iterdir(), key=lambda each: (each.name != "en.yaml", each.name)
    ):
        if file.name.endswith(".yaml"):
            data = yaml.load(file.read_text("utf-8"), LOADER)  # noqa: S506 - both loaders are safe ones
            read = words_of(data, file.name, is_checked=False)
            found[read.language] = read
    return found


class Way(NamedTuple):
    """How phrases are built: the spelling of the language, whether each is tried at once, and the classes of words that they name."""

    spelling: Spelling
    is_checked: bool
    classes: Mapping[str, str]


def words_of(data: object, name: str, *, is_checked: bool = True) -> Words:
    """Build the words of one language of a file's content. Raises ValueError with the path of the first mistake, of a phrase only where `is_checked`."""
    content = dict(data) if isinstance(data, dict) else {}
    classes = _classes(content.pop("classes", {}), f"{name}: classes")
    made = _made(Words, content, name, Way(_spelling_of(content), is_checked, classes))
    assert isinstance(made, Words)
    return made


def _classes(data: object, path: str) -> Mapping[str, str]:
    """Return each class of words as a choice; one may name those before it."""
    if not isinstance(data, dict):
        raise ValueError(f"{path}: a mapping is wanted")  # noqa: TRY004 - every mistake in a file is a ValueError
    made: dict[str, str] = {}
    for name, members in data.items():
        own = f"{path}: {name}"
        made[str(name)] = f"({'|'.join(_with_classes(each, made, own) for each in _strings(members, own))})"
    return made


def _with_classes(phrase: str, classes: Mapping[str, str], path: str) -> str:
    """Put the words of the classes into a phrase that names them: "we <will> <tell> you"."""
    unknown = [name for name in CLASS.findall(phrase) if name not in classes]
    if unknown:
        raise ValueError(f"{path}: no class {unknown[0]!r} in {phrase!r}")
    return CLASS.sub(lambda match: classes[match[1]], phrase)


def _spelling_of(data: Mapping[str, object]) -> Spelling:
    if data.get("spaced", True) is False:
        return SPACELESS
    return UNACCENTED if data.get("accents_matter", True) is False else SPACED


def _made(wanted: object, data: object, path: str, way: Way) -> object:
    """Build a value of the type `wanted`, as far as the types of `words` need it."""
    origin, arguments = typing.get_origin(wanted), typing.get_args(wanted)
    if wanted is Phrases:
        return _phrases(_strings(data, path), path, way)
    if isinstance(wanted, type) and dataclasses.is_dataclass(wanted):
        return _fields(wanted, data, path, way)
    if origin is tuple:
        return tuple(_strings(data, path))
    if origin is frozenset:
        return frozenset(_strings(data, path))
    if origin is Mapping:
        if not isinstance(data, dict):
            raise ValueError(f"{path}: a mapping is wanted")
        return {str(key): _made(arguments[1], value, f"{path}: {key}", way) for key, value in data.items()}
    if isinstance(wanted, type) and type(data) is wanted:
        return data
    raise ValueError(f"{path}: {getattr(wanted, '__name__', wanted)} is wanted")


def _fields(wanted: type, data: object, path: str, way: Way) -> object:
    """Build a value of its fields. Those that have a default may be missing, the spelling is the language's."""
    types = typing.get_type_hints(wanted)
    has_spelling = types.pop("spelling", None) is not None
    needed = {
        each.name
        for each in dataclasses.fields(wanted)
        if each.default is dataclasses.MISSING and each.default_factory is dataclasses.MISSING
    }
    keys = set(data) if isinstance(data, dict) else set()
    wrong = sorted(str(key) for key in (keys - set(types)) | (needed - keys))
    if wrong:
        raise ValueError(f"{path}: unknown or missing: {', '.join(wrong)}")
    assert isinstance(data, dict)
    made = {key: _made(types[key], value, f"{path}: {key}", way) for key, value in data.items()}
    return wanted(**made, **({"spelling": way.spelling} if has_spelling else {}))


def _strings(data: object, path: str) -> list[str]:
    if not isinstance(data, list) or not all(isinstance(each, str) for each in data):
        raise ValueError(f"{path}: a list of strings is wanted (quote what YAML reads otherwise)")
    return data


def _phrases(phrases: list[str], path: str, way: Way) -> Phrases:
    phrases = [_with_classes(each, way.classes, path) for each in phrases]
    try:
        return core_phrases.compile_phrases(phrases, way.spelling) if way.is_checked else Phrases(phrases, way.spelling)
    except (ValueError, re.error) as error:
        raise ValueError(f"{path}: {error}") from error
