"""What the config's models are made of: the root of all models, and the kinds of field."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Strict, ValidationInfo
from pydantic_core import PydanticCustomError

from watcher.config import countries, places, values
from watcher.core.model import Step

T = TypeVar("T")
A_LIST = Strict(strict=False)  # YAML knows lists, the models hold tuples


def printable(text: str) -> str:
    """One line of text that shows. Raises ValueError."""
    if not text.strip():
        raise ValueError("must not be empty")
    if not text.isprintable():
        raise ValueError("must be one line without control characters")
    return text


def from_text(parse: Callable[[str], T], example: str) -> BeforeValidator:
    """Reads a value of `values` from its text; anything but text gets the explanation that the example belongs in quotes."""

    def read(value: Any) -> T:
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise PydanticCustomError(
                "not_text", 'must be text; write it in quotes, such as "{example}"', {"example": example}
            )
        return parse(str(value))  # a bare number gets the same explanation as a wrong text

    return BeforeValidator(read)


def path_from(text: str, info: ValidationInfo) -> Path:
    """A path of the config, seen from the folder that the config lies in."""
    folder = (info.context or {}).get("folder", Path.cwd())
    return places.resolve(text, folder)


def path_of_text(value: Any, info: ValidationInfo) -> Path:
    """A path, if it is text at all."""
    if not isinstance(value, str):
        raise PydanticCustomError("not_text", "must be a path, as text")
    return path_from(printable(value), info)


def span(least: timedelta, most: timedelta, words: str) -> AfterValidator:
    """Hold a duration to a span, which `words` tell."""

    def check(value: timedelta) -> timedelta:
        if not least <= value <= most:
            raise ValueError(f"must be between {words}")
        return value

    return AfterValidator(check)


def days(least: int, most: int) -> AfterValidator:
    """Holds a duration to a span of days."""
    return span(timedelta(days=least), timedelta(days=most), f"{least}d and {most}d")


def at_least_one(items: tuple[T, ...]) -> tuple[T, ...]:
    """A list that is not empty. Raises ValueError."""
    if not items:
        raise ValueError("must name at least one")
    return items


def each_once(items: tuple[str, ...]) -> tuple[str, ...]:
    """A list in which nothing stands twice. Raises ValueError."""
    repeated = sorted({item for item in items if items.count(item) > 1})
    if repeated:
        raise ValueError(f"names {', '.join(repeated)} twice")
    return items


Text = Annotated[str, AfterValidator(printable)]
Texts = Annotated[tuple[Text, ...], A_LIST]
FilePath = Annotated[Path, BeforeValidator(path_of_text)]
EmailAddress = Annotated[str, AfterValidator(values.address)]
Country = Annotated[Text, AfterValidator(countries.country)]
Duration = Annotated[timedelta, from_text(values.duration, "30d")]
Gap = Annotated[Step, from_text(values.step, "5 business days")]


def texts_or_one(value: Any) -> Any:
    """A single text is a list of one."""
    return (value,) if isinstance(value, str) else value


class Model(BaseModel):
    """The root of all models: nothing is guessed, nothing is ignored, nothing changes."""

    model_config = ConfigDict(
        strict=True, frozen=True, extra="forbid", arbitrary_types_allowed=True, hide_input_in_errors=True
    )
