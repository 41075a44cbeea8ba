"""How an account fares, as far as it is kept between passes and told by `status`: its trouble, its next pass, the user's pause."""

import json
from dataclasses import dataclass
from datetime import datetime

from watcher import store


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why the last pass over an account failed. `kind` is the name of the error's class, `since` when the first of `failures` in a row happened, `text` fit for the user's eyes."""

    since: datetime
    kind: str
    text: str
    failures: int = 1
    next_try_at: datetime | None = None


def trouble(cache: store.AccountStore) -> Trouble | None:
    """The account's trouble, None while all is well."""
    kept = cache.state().get("trouble")
    if kept is None:
        return None
    facts = json.loads(kept)
    again = facts["next_try_at"]
    return Trouble(
        since=datetime.fromisoformat(facts["since"]),
        kind=facts["kind"],
        text=facts["text"],
        failures=facts["failures"],
        next_try_at=datetime.fromisoformat(again) if again else None,
    )


def set_trouble(cache: store.AccountStore, found: Trouble | None) -> None:
    """Remember a trouble, or that it is over."""
    if found is None:
        cache.set_state(trouble=None)
        return
    facts = {
        "since": found.since.isoformat(),
        "kind": found.kind,
        "text": found.text,
        "failures": found.failures,
        "next_try_at": found.next_try_at.isoformat() if found.next_try_at is not None else None,
    }
    cache.set_state(trouble=json.dumps(facts))


def next_pass_at(cache: store.AccountStore) -> datetime | None:
    """When the service looks at the account next, as far as nothing happens before; None when no service ever ran."""
    kept = cache.state().get("next_pass_at")
    return datetime.fromisoformat(kept) if kept else None


def set_next_pass_at(cache: store.AccountStore, at: datetime | None) -> None:
    """Remember when the service looks next."""
    cache.set_state(next_pass_at=at.isoformat() if at is not None else None)
