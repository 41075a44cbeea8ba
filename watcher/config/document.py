"""Reads the YAML file: plain data only, each key once, times as they are written; then every mistake of it at once."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from watcher.config import mistakes
from watcher.config.models import Config
from watcher.errors import ConfigError

MOST_BYTES = 1024 * 1024
MOST_DEPTH = 40


# What the parser says, and what that means in a config.
_SYNTAX = (
    ("'\\t'", "a tab; indent with spaces"),
    ("but found '<scalar>'", "text behind a closing quote"),
    ("expected ',' or", "a bracket that is not closed"),
    (
        "expected <block end>",
        "the line is not indented as its neighbours are; keys of one group start in the same column",
    ),
    (
        "mapping values are not allowed here",
        "a second ': ' in one value, or a line indented too far; a value with ': ' in it needs quotes",
    ),
    ("could not find expected ':'", "a key without its ':', or a quote that is not closed"),
    ("expected alphabetic or numeric character", "a value that starts with * or & needs quotes"),
    ("found undefined alias", "a value that starts with * needs quotes"),
    ("that cannot start any token", "a value that starts with @, % or a backquote needs quotes"),
    ("found unexpected end of stream", "a quote or bracket that is not closed"),
)


class Loader(yaml.SafeLoader):
    """YAML's plain data. `10:30` stays text (YAML 1.1 would read it as 630)."""


Loader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag not in ("tag:yaml.org,2002:int", "tag:yaml.org,2002:timestamp")
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"[-+]?(?:0|[1-9][0-9]*)$"), list("-+0123456789"))


def load(path: Path) -> Config:
    """The config of this file. Raises ConfigError with every mistake, each a line with its path."""
    return parse(_read(path), source=path)


def parse(text: str, *, source: Path) -> Config:
    """The config of this text; relative paths in it start at the folder of `source`. Raises ConfigError with every mistake."""
    data, found = _data(text, str(source))
    if not isinstance(data, dict):
        raise ConfigError(
            ["the file holds no config: it must be keys and values, as in config.example.yaml"], str(source)
        )
    if len(data) > 1 and not any(key in Config.model_fields for key in data):
        raise ConfigError(["the file holds no config: it has none of the keys of config.example.yaml"], str(source))
    found += mistakes.between_keys(data)
    try:
        config = Config.model_validate(data, context={"folder": source.absolute().parent})
    except ValidationError as error:
        found += [mistakes.of_model(detail, Config) for detail in error.errors(include_url=False)]
        raise ConfigError(sorted(set(found), key=_place_of(data)), str(source)) from None
    if found:
        raise ConfigError(sorted(set(found), key=_place_of(data)), str(source))
    return config


def _place_of(data: dict[Any, Any]) -> Callable[[str], tuple[int, list[tuple[int, str]]]]:
    """Sorts mistakes as the first keys stand in the file, then by their path."""
    order = [str(key) for key in data]

    def place(line: str) -> tuple[int, list[tuple[int, str]]]:
        path = line.partition(": ")[0]
        parts = [
            (int(part), "") if part.isascii() and part.isdecimal() else (-1, part)
            for part in re.split(r"[.\[\]]+", path)
        ]
        first = parts[0][1]
        return (order.index(first) if first in order else len(order), parts)

    return place


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise ConfigError(["the file is too long for a config"], str(path))
        return content.decode("utf-8-sig")
    except OSError as error:
        raise ConfigError([f"the file can't be read: {(error.strerror or str(error)).lower()}"], str(path)) from None
    except UnicodeDecodeError as error:
        raise ConfigError([f"the file is not text in UTF-8 (byte {error.start})"], str(path)) from None


def _data(text: str, source: str) -> tuple[Any, list[str]]:
    """The file's plain data, and the keys that stand twice in it."""
    try:
        loader = Loader(text)
        node = loader.get_single_node()
        if node is None:
            return None, []
        found = list(_repeated(node, (), 0))
        return loader.construct_document(node), found
    except yaml.MarkedYAMLError as error:
        raise ConfigError([_syntax(error)], source) from None
    except yaml.reader.ReaderError as error:
        what = f"the character {error.position} of the file is one that YAML does not allow (#x{error.character:04x})"
        raise ConfigError([f"not YAML: {what}"], source) from None
    except (ValueError, RecursionError):  # a number, date or nesting beyond all bounds
        raise ConfigError(
            ["not YAML that a config is made of: a value is out of all bounds, or nested too deeply"], source
        ) from None


def _syntax(error: yaml.MarkedYAMLError) -> str:
    mark = error.problem_mark or error.context_mark
    where = f"line {mark.line + 1}, column {mark.column + 1}: " if mark is not None else ""
    said = str(error.problem or error.context)
    told = next((words for sign, words in _SYNTAX if sign in said), said)
    return f"{where}not YAML: {told}"


def _repeated(node: yaml.Node, path: mistakes.KeyPath, depth: int) -> Iterator[str]:
    """Keys that stand twice in one group; YAML would silently take the last."""
    if depth > MOST_DEPTH:
        raise RecursionError
    if isinstance(node, yaml.MappingNode):
        first_lines: dict[str, int] = {}
        for key, value in node.value:
            name = str(key.value) if isinstance(key, yaml.ScalarNode) else ""
            inner = (*path, name)
            if first_lines.setdefault(name, key.start_mark.line) != key.start_mark.line:
                yield f"{mistakes.shown(inner)}: stands twice, on lines {first_lines[name] + 1} and {key.start_mark.line + 1}; keep one"
            yield from _repeated(value, inner, depth + 1)
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            yield from _repeated(value, (*path, number), depth + 1)
