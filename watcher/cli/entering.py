"""The way into a mailbox, as `init` finds it: the server, the login name, the password; and what to do when the door stays shut."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from watcher import config, wiring
from watcher.cli import asking, output, settling
from watcher.cli.settling import Places, Setup
from watcher.config import secret, values
from watcher.discovery import Found, Login, Names, Provider, Server, Source, search, similar_domain
from watcher.errors import (
    CertificateRefused,
    ConfigError,
    FolderMissing,
    LoginRefused,
    Temporary,
    UsageError,
    WatcherError,
)
from watcher.mailbox.settings import Security
from watcher.report import words

MOST_REFUSALS = 3
STDIN = Path("-")

_SECURITIES: Mapping[str, Security] = {"t": "tls", "s": "starttls", "n": "none"}


class Given(Protocol):
    """What the command line says of the server and the login."""

    @property
    def host(self) -> str | None: ...
    @property
    def port(self) -> int | None: ...
    @property
    def security(self) -> str | None: ...
    @property
    def username(self) -> str | None: ...
    @property
    def password_file(self) -> Path | None: ...
    @property
    def ca_file(self) -> Path | None: ...


@dataclass(frozen=True, slots=True)
class Way:
    """The server, the login name, and what is known of its provider."""

    server: Server
    username: str
    provider: Provider | None = None


def find(address: str, given: Given, *, may_ask: bool) -> Way:
    """The way to this address's mailbox. Raises UsageError for what can't be found nor asked, WatcherError where there is no way in."""
    if given.host is not None:
        return Way(_named(given), given.username or address)
    domain = address.rpartition("@")[2]
    found = search(domain, Names(), ca_file=given.ca_file, say=_wait)
    if found is not None and found.server is None and found.provider is not None:
        raise _no_way(found.provider, may_ask=may_ask)
    agreed = _agreed(found, domain, may_ask=may_ask)
    if agreed is None or agreed.server is None:
        return Way(_asked_server(), given.username or address)
    login = agreed.login.name_for(address)
    return Way(agreed.server, given.username or login or _asked_login(agreed, may_ask=may_ask), agreed.provider)


def _no_way(provider: Provider, *, may_ask: bool) -> WatcherError:
    """The error for a provider that lets this program in by no way."""
    reason = f"{provider.name}: {provider.refused}"
    if may_ask:
        output.say(output.wrapped(reason, ""))
        reason = "this mailbox can't be watched: nothing was written"
    return WatcherError(f"{reason}\nif you know an IMAP server that has it, name that: --host HOST")


def _named(given: Given) -> Server:
    """The server of the command line."""
    host = values.host(given.host or "")
    security: Security = next(
        (each for each in _SECURITIES.values() if each == given.security), "starttls" if given.port == 143 else "tls"
    )
    return Server(host, given.port or Server.usual_port(security), security)


def _wait(text: str) -> None:
    if output.is_terminal():
        output.say(text)
        output.flush()


def _agreed(found: Found | None, domain: str, *, may_ask: bool) -> Found | None:
    """What was found, told and, where it must be, agreed to; None for nothing. Raises UsageError where nobody can be asked."""
    if found is None:
        if not may_ask:
            near = similar_domain(domain)
            hint = f"; did you mean {near}?" if near else ""
            raise UsageError(
                f"no IMAP server was found for {domain}{hint}\nname it with --host (and --port, --security)"
            )
        output.say(f"No IMAP server was found for {domain}.")
        return None
    output.say(output.wrapped(_how_found(found, domain), ""))
    if not found.must_agree or (not may_ask and found.source is Source.EXCHANGER):
        return found
    if not may_ask:
        assert found.server is not None
        raise UsageError(
            f"{found.server.host} lies outside of {domain}, and DNS can be forged\n"
            f"if it is your server, say so: --host {found.server.host} --port {found.server.port} --security {found.server.security}"
        )
    if found.source is Source.EXCHANGER:
        return found if asking.yes("Is that where your mailbox is?") else None
    output.say(output.wrapped(f"That name lies outside of {domain}, and what DNS says can be forged.", ""))
    return found if asking.yes("Is it your server, to which your password may be sent?", guess=False) else None


def _how_found(found: Found, domain: str) -> str:
    name = found.provider.name if found.provider is not None else ""
    return {
        Source.KNOWN: f"{name}: {found.server}.",
        Source.SERVICE: f"By its DNS, the server of {domain} is {found.server}.",
        Source.EXCHANGER: f"By its DNS, the mail of {domain} is kept by {name} ({found.evidence}): {found.server}.",
        Source.TRIED: f"Found by trying: {found.server}.",
    }[found.source]


def _asked_login(found: Found, *, may_ask: bool) -> str:
    assert found.provider is not None
    assert found.login is Login.ASK
    if not may_ask:
        raise UsageError(f"{found.provider.name} takes another login name than the address\nname it with --username")
    output.say(output.wrapped(f"{found.provider.name} takes another login name than this address.", ""))
    return asking.line("Your login name there", one_line)


def _asked_server(guess: str = "") -> Server:
    """The server that the user names, as `host` or `host:port`; how it is protected is asked where the port does not tell."""
    host, port = asking.line("Your IMAP server (host, or host:port)", _host_and_port, guess=guess)
    if port in (None, 993, 143):
        return Server(host, port or 993, "starttls" if port == 143 else "tls")
    options = {"t": ("tls", "TLS from the first byte"), "s": ("starttls", "TLS after a word in clear")}
    if values.is_loopback(host):
        options["n"] = ("none", "no encryption; possible on this computer alone")
    key = asking.choice("How is the connection protected?", options, guess="t")
    return Server(host, port, _SECURITIES[key])


def _host_and_port(text: str) -> tuple[str, int | None]:
    host, colon, port = text.rpartition(":") if text.count(":") == 1 or "]:" in text else (text, "", "")
    if colon and not (port.isascii() and port.isdigit() and 0 < int(port) <= 65535):
        raise ValueError("must be a host name, or a host name and a port such as imap.lind.example:993")
    return values.host(host), int(port) if colon else None


def one_line(text: str) -> str:
    """Text in one line. Raises ValueError."""
    if not text or not text.isprintable():
        raise ValueError("must be one line of text")
    return text


# Logging in -------------------------------------------------------------------------------------------------------------------------


def log_in(setup: Setup, way: Way, given: Given, target: Places, database: Path, *, may_ask: bool) -> tuple[Setup, str]:  # noqa: PLR0913 - all that a login hangs on
    """Try the login until it succeeds; what had to be changed for it, and the password. Raises MailboxError, ConfigError."""
    if may_ask:
        _tell(way.provider)
    password = _given_password(given) if given.password_file is not None else _asked_password()
    refusals = 0
    while True:
        try:
            _try(setup, target, password, database)
        except LoginRefused as error:
            refusals += 1
            if not may_ask or refusals == MOST_REFUSALS:
                raise _with_advice(error, way.provider, refusals) from error
            _say_wrong(error)
            _tell(way.provider)
            setup, password = _other_login(setup)
        except FolderMissing as error:
            if not may_ask:
                raise
            _say_wrong(error, whole=True)
            setup = replace(setup, sent_folder=asking.line("The folder that holds what you sent", one_line))
        except (CertificateRefused, Temporary) as error:
            if not may_ask:
                raise
            _say_wrong(error)
            setup = _other_server(setup, error)
        else:
            output.say(f"Logged in as {words.safe(setup.username)}.")
            return setup, password


def _try(setup: Setup, target: Places, password: str, database: Path) -> None:
    _wait("Logging in …")
    os.environ[settling.PREVIEW_PASSWORD] = password
    settings = settling.trial(setup, target, database)
    with wiring.mailbox(settings, settings.accounts[0]) as mailbox:
        mailbox.folders()


def _tell(provider: Provider | None) -> None:
    """What the user must know of the provider before a login can succeed."""
    for hint in (provider.first, provider.password) if provider is not None else ():
        if hint:
            output.say(output.coloured(output.wrapped(hint, ""), "cyan"))


def _given_password(given: Given) -> str:
    """The password from the file of the command line, or from stdin. Raises ConfigError."""
    assert given.password_file is not None
    if given.password_file != STDIN:
        path = given.password_file.expanduser().absolute()
        return _checked(config.Secret(secret.Keeper.FILE, str(path), "--password-file").read())
    if sys.stdin.isatty():
        return _asked_password()
    content = sys.stdin.buffer.read(secret.MOST_BYTES + 1)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        raise ConfigError(["--password-file: stdin is not text in UTF-8"]) from None
    text = text.removesuffix("\n").removesuffix("\r")
    if not text or len(content) > secret.MOST_BYTES:
        raise ConfigError(
            [
                "--password-file: stdin holds no password"
                if not text
                else "--password-file: stdin is too long for a password"
            ]
        )
    return _checked(text)


def _checked(password: str) -> str:
    if any(sign in password for sign in "\0\r\n"):
        raise ConfigError(["--password-file: must hold the password alone, in one line"])
    return password


def _asked_password() -> str:
    while not (password := asking.hidden("Password (it does not show)")) or "\0" in password:
        output.say(output.coloured("  That must not be empty.", "yellow"))
    return password


def _other_login(setup: Setup) -> tuple[Setup, str]:
    """Another password, or another login name with it."""
    password = asking.hidden("Password again (Enter: another login name)")
    if password and "\0" not in password:
        return setup, password
    setup = replace(setup, username=asking.line("Login name", one_line, guess=setup.username))
    return setup, _asked_password()


def _other_server(setup: Setup, error: WatcherError) -> Setup:
    options = {"r": ("retry", "try again"), "s": ("server", "name another server or port")}
    if isinstance(error, CertificateRefused):
        options["c"] = ("cert", "trust a certificate that lies in a file of yours (PEM)")
    options["q"] = ("quit", "give up; nothing is written")
    key = asking.choice("What now?", options, guess="s")
    if key == "q":
        raise error
    if key == "s":
        server = setup.server
        return replace(setup, server=_asked_server(f"{server.host}:{server.port}"))
    return replace(setup, ca_file=asking.line("The file", certificates)) if key == "c" else setup


def certificates(text: str) -> Path:
    """The path of a readable file. Raises ValueError."""
    path = Path(text).expanduser().absolute()
    if not path.is_file() or not os.access(path, os.R_OK):
        raise ValueError("must be the path of a file that can be read")
    return path


def _say_wrong(error: WatcherError, *, whole: bool = False) -> None:
    """What went wrong; without the advice of the error, which is for those who have a config."""
    lines = str(error).splitlines()
    for line in lines if whole else lines[:1]:
        output.say(output.coloured(output.wrapped(line, ""), "red"))


def _with_advice(error: LoginRefused, provider: Provider | None, refusals: int) -> LoginRefused:
    hints = " ".join(filter(None, (provider.first, provider.password))) if provider is not None else ""
    advice = hints or "check login name and password; many providers want an app password, or IMAP to be switched on"
    again = "; nothing was written" if refusals == MOST_REFUSALS else ""
    return LoginRefused(f"{str(error).splitlines()[0]}\n{advice}{again}")
