"""What is wrong with a config, each mistake in one line: its path, what is wrong, what would be right. A secret's value is never repeated."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from watcher.config.models import SECRET_KEYS
from watcher.config.spelling import did_you_mean

LONGEST_KEY = 60

KeyPath = tuple[int | str, ...]

_SECRET = re.compile(r"password|secret|token|database|credential", re.IGNORECASE)
_NO_VALUE_NEEDED = ("must not ", "must be left out")  # the sentence tells what stands there
_NOUNS = {
    "string_type": "text",
    "string_sub_type": "text",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "tuple_type": "a list, such as [a, b]",
    "model_type": "a group of keys",
    "model_attributes_type": "a group of keys",
    "string_pattern_mismatch": "a language's code such as en or sv",
}


def shown(path: KeyPath) -> str:
    """`accounts[0].imap.port`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{_key(part)}" if text else _key(part)
    return text


def _key(key: str) -> str:
    """A key as it can be shown: long ones cut, unprintable ones escaped."""
    short = key if len(key) <= LONGEST_KEY else key[:LONGEST_KEY] + "…"
    return short if short.isprintable() and short else repr(short.encode("unicode_escape").decode())


def of_model(error: ErrorDetails, root: type[BaseModel]) -> str:
    """One of pydantic's errors in our words."""
    path, kind, value = tuple(error["loc"]), error["type"], error.get("input")
    if kind == "extra_forbidden":
        return f"{shown(path)}: {_unknown(path, root)}"
    return f"{shown(path) or 'the config'}: {_wrong(error, kind, path, value)}"


def _wrong(error: ErrorDetails, kind: str, path: KeyPath, value: object) -> str:
    context = error.get("ctx", {})
    if kind == "missing":
        return "is missing"
    if kind == "value_error":
        right, _, hint = str(context["error"]).partition("; ")
    elif kind == "literal_error":
        choices = re.findall(r"'([^']*)'", str(context["expected"]))
        right, hint = f"must be {_any_of(choices)}", did_you_mean(value, choices) if isinstance(value, str) else ""
    elif kind in ("greater_than_equal", "less_than_equal"):
        least = "at least" if kind == "greater_than_equal" else "at most"
        right, hint = f"must be {least} {context.get('ge', context.get('le'))}", ""
    else:
        right, hint = f"must be {_NOUNS[kind]}" if kind in _NOUNS else error["msg"], ""
    if right.startswith("must ") and not right.startswith(_NO_VALUE_NEEDED):
        rule, colon, why = right.partition(": ")
        right = rule + _instead(path, value) + colon + why
    return right + (f"; {hint}" if hint else "")


def _any_of(choices: Sequence[str]) -> str:
    return f"{', '.join(choices[:-1])} or {choices[-1]}" if len(choices) > 1 else choices[0]


def _instead(path: KeyPath, value: object) -> str:
    """`, not "abc"`, with a word on YAML's traps."""
    if isinstance(value, bool):
        return f", not {str(value).lower()} (YAML reads a bare no, yes, on or off as that: write it in quotes" + (
            ', "NO")' if "country" in shown(path) else ")"
        )
    if value is None:
        return "; nothing is written there"
    if not isinstance(value, str | int | float) or any(isinstance(part, str) and _SECRET.search(part) for part in path):
        return ""
    text = str(value)
    return f', not "{text[:40]}{"…" if len(text) > 40 else ""}"' if text.isprintable() else ""


def _unknown(path: KeyPath, root: type[BaseModel]) -> str:
    key = str(path[-1])
    if key in ("password", "pass"):
        return f"the password is not kept here: write one of {', '.join(SECRET_KEYS)}"
    known = _keys_at(path[:-1], root)
    hint = did_you_mean(key, known)
    return "there is no such key" + (f"; {hint}" if hint else f"; known are {', '.join(known)}" if known else "")


def _keys_at(path: KeyPath, model: type[BaseModel]) -> list[str]:
    """The keys of the model that lies at this path."""
    for part in path:
        if isinstance(part, int):
            continue
        field = model.model_fields.get(part)
        inner = _model_in(field.annotation) if field is not None else None
        if inner is None:
            return []
        model = inner
    return list(model.model_fields)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in getattr(annotation, "__args__", ()):
        if (found := _model_in(inner)) is not None:
            return found
    return None


def between_keys(data: Mapping[str, Any]) -> Iterator[str]:
    """Mistakes that lie between keys, looked for in the raw data so that they are told together with those of single keys."""
    accounts = data.get("accounts")
    listed = [
        (number, account)
        for number, account in enumerate(accounts if isinstance(accounts, list) else ())
        if isinstance(account, Mapping)
    ]
    yield from _twice(listed)
    for number, account in listed:
        yield from _of_account(f"accounts[{number}]", account)
    scenarios = data.get("scenarios")
    for key, settings in scenarios.items() if isinstance(scenarios, Mapping) else ():
        rules = settings.get("rules") if isinstance(settings, Mapping) else None
        for number, rule in enumerate(rules if isinstance(rules, list) else ()):
            if rule == {}:
                yield f"scenarios.{key}.rules[{number}]: must name at least one of recipients, domains, subject, words, folders, plus"


def _twice(accounts: Sequence[tuple[int, Mapping[str, Any]]]) -> Iterator[str]:
    names: dict[str, int] = {}
    mailboxes: dict[tuple[str, str], int] = {}
    for number, account in accounts:
        name, imap = account.get("name"), account.get("imap")
        if isinstance(name, str) and names.setdefault(name.casefold(), number) != number:
            yield f"accounts[{number}].name: {name!r} is the name of accounts[{names[name.casefold()]}] too; each account needs its own"
        if isinstance(imap, Mapping) and isinstance(imap.get("host"), str):
            key = (
                imap["host"].casefold(),
                str(imap.get("port")) + str(imap.get("username") or account.get("address")).casefold(),
            )
            if mailboxes.setdefault(key, number) != number:
                yield f"accounts[{number}].imap: is the mailbox of accounts[{mailboxes[key]}] again; add the second address to the aliases of one account"


def _of_account(path: str, account: Mapping[str, Any]) -> Iterator[str]:
    backend = account.get("backend", "imap")
    if backend in ("imap", "gmail") and account.get(backend) is None:
        example = "host and password_file" if backend == "imap" else "client_secret_file"
        later = " (this version has no gmail backend yet: use imap with an app password)" if backend == "gmail" else ""
        yield f"{path}.{backend}: is missing; backend {backend} needs it, with {example}{later}"
    other = {"imap": "gmail", "gmail": "imap"}.get(str(backend))
    if other is not None and account.get(other) is not None:
        yield f"{path}.{other}: does not go with backend {backend}; take it out, or write backend: {other}"
    imap = account.get("imap")
    if not isinstance(imap, Mapping):
        return
    given = [key for key in SECRET_KEYS if imap.get(key) is not None]
    if not given and "password" not in imap:
        yield f"{path}.imap: says not where the password is: write one of {', '.join(SECRET_KEYS)}"
    if len(given) > 1:
        yield f"{path}.imap: names the password in {' and '.join(given)}; keep one"
