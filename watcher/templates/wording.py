"""How a language writes dates and greets people: `words.yaml` beside its texts, read and applied. No locale of the system is asked."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from watcher.errors import TemplateError

FAR_DAYS = 300  # from here on a date is written with its year
_FORMS = ("short", "short_with_year", "long", "long_with_year")
_LISTS = ("greetings", "titles", "not_names")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language. `greetings` open a mail, `titles` stand before a surname, `not_names` after a greeting without being anybody's name."""

    forms: dict[str, str]
    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    greetings: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    not_names: tuple[str, ...] = ()


def read(path: Path) -> Words:
    """Read the words of a language. Raises TemplateError with the file and what is wrong in it."""
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, OSError, UnicodeDecodeError) as error:
        raise TemplateError(f"{path} can't be read: {' '.join(str(error).split())}") from error
    if not isinstance(found, dict):
        raise TemplateError(f"{path} must hold {', '.join(_FORMS)}, months and weekdays.")
    months, weekdays = (_list(path, found, name, length) for name, length in (("months", 12), ("weekdays", 7)))
    words = Words(_forms(path, found), months, weekdays, *(_list(path, found, name) for name in _LISTS))
    try:
        _written(date(2026, 1, 1), words, "short"), [_written(date(2026, 1, 1), words, form) for form in _FORMS]
    except (LookupError, ValueError, AttributeError) as error:
        raise TemplateError(
            f"{path}: a date may name {{day}}, {{month}}, {{weekday}} and {{year}}, not {error}."
        ) from error
    return words


def short_date(day: date, words: Words, today: date) -> str:
    """Write a date as in "my message of 12 November", with the year where it is far away."""
    return _written(day, words, "short_with_year" if abs(today - day).days >= FAR_DAYS else "short")


def long_date(day: date, words: Words, today: date) -> str:
    """Write a date with its weekday, with the year where it is far away."""
    return _written(day, words, "long_with_year" if abs(today - day).days >= FAR_DAYS else "long")


def _written(day: date, words: Words, form: str) -> str:
    return words.forms[form].format(
        day=day.day, month=words.months[day.month - 1], weekday=words.weekdays[day.weekday()], year=day.year
    )


def _forms(path: Path, found: dict[object, object]) -> dict[str, str]:
    forms = {name: found.get(name) for name in _FORMS}
    for name, form in forms.items():
        if not isinstance(form, str):
            raise TemplateError(f'{path}: {name} must be a text such as "{{day}} {{month}}".')
    return {name: str(form) for name, form in forms.items()}


def _list(path: Path, found: dict[object, object], name: str, length: int | None = None) -> tuple[str, ...]:
    words = found.get(name, [])
    if not isinstance(words, list) or (length is not None and len(words) != length):
        raise TemplateError(
            f"{path}: {name} must be a list of {length if length is not None else ''} words.".replace("  ", " ")
        )
    return tuple(str(word) for word in words)
