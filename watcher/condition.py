"""How an account fares, as far as it is kept between passes and told by `status`: its trouble, its next pass, the user's pause."""

import json
from dataclasses import dataclass
from datetime import datetime

from watcher import store

PAUSED = "paused until"  # how the note of a pass in a pause begins
_FURTHER_NOTICE = "further notice"


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why the last pass over an account failed. `kind` is the name of the error's class, `since` when the first of `failures` in a row happened, `text` fit for the user's eyes."""

    since: datetime
    kind: str
    text: str
    failures: int = 1
    next_try_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Pause:
    """The user is away: nothing is marked or drafted before `until` (aware), or, where that is None, until further notice. Taking back goes on."""

    until: datetime | None = None

    def holds(self, now: datetime) -> bool:
        """Whether it is not over yet."""
        return self.until is None or now < self.until


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


def pause(cache: store.AccountStore, now: datetime) -> Pause | None:
    """The pause that holds at `now`, None where there is none or it is over. What was held back is due at its end: a pass is to be made then."""
    kept = cache.state().get("paused_until")
    if kept is None:
        return None
    found = Pause() if kept == _FURTHER_NOTICE else Pause(datetime.fromisoformat(kept))
    return found if found.holds(now) else None


def set_pause(cache: store.AccountStore, wish: Pause | None) -> None:
    """Pause, in place of any earlier pause; None: the user is back. Safe while a pass is at work, which heeds it from its next action on."""
    until = wish.until.isoformat() if wish is not None and wish.until is not None else _FURTHER_NOTICE
    cache.set_state(paused_until=until if wish is not None else None)
