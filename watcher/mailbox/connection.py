"""Connecting and logging in, and the one edge at which foreign errors become the program's own."""

import contextlib
import functools
import imaplib
import ipaddress
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import imapclient
from imapclient import exceptions

from watcher.errors import (
    CertificateRefused,
    ConnectionLost,
    LoginRefused,
    MailboxError,
    Stopped,
    Temporary,
    Unreachable,
)
from watcher.mailbox import wire
from watcher.mailbox.settings import ImapSettings

_SELF_SIGNED = {18, 19}
_EXPIRED = {10}
_NOT_YET_VALID = {9}
_WRONG_NAME = {62, 64}
_NO_PLAIN_TEXT = (b"LOGINDISABLED", b"[PRIVACYREQUIRED]")


@dataclass(frozen=True, slots=True)
class Connection:
    """An open connection after login."""

    client: imapclient.IMAPClient
    wire: wire.Wire
    capabilities: frozenset[bytes]
    server: str

    def can(self, capability: bytes) -> bool:
        """Whether the server offers this, after login."""
        return capability in self.capabilities


def connect(settings: ImapSettings) -> Connection:
    """Connect and log in. Raises Unreachable, CertificateRefused, LoginRefused, Temporary."""
    with contextlib.ExitStack() as opened:
        with connecting(settings):
            client = _open(settings)
            opened.push(lambda _kind, error, _trace: close(client, error))
            if settings.security == "starttls":
                _start_tls(client, settings)
            # Without it each command waits 44 ms for the other side's delayed acknowledgement.
            client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        password = settings.password()
        with translated(settings):
            _log_in(client, settings, password)
            connection = _prepare(client)
        opened.pop_all()
    return connection


def close(client: imapclient.IMAPClient, error: BaseException | None = None) -> None:
    """Log out and hang up; after an `error` of the line only hang up, for a silent server would be waited for once more, and so would be all that is still on its way when the work was stopped, or the program is."""
    try:
        if not isinstance(error, ConnectionLost | Unreachable | Stopped | KeyboardInterrupt | SystemExit):
            # A connection that turns out to be broken is no error here.
            with contextlib.suppress(imaplib.IMAP4.error, OSError, ValueError):
                client.logout()
    finally:
        with contextlib.suppress(OSError):
            client.shutdown()


@contextlib.contextmanager
def translated(settings: ImapSettings) -> Iterator[None]:
    """Turn every error of the libraries below into one of ours, while the connection is in use."""
    where = f"{settings.host}:{settings.port}"
    try:
        yield
    except (imaplib.IMAP4.abort, OSError) as error:
        raise ConnectionLost(f"The connection to {where} broke off ({_words(error)}).\nTry again later.") from error
    except (imaplib.IMAP4.error, exceptions.ProtocolError) as error:
        raise wire.refusal_of(_answer(error)) from error


@contextlib.contextmanager
def connecting(settings: ImapSettings) -> Iterator[None]:
    """Turn the errors of making a connection into ours."""
    where = f"{settings.host}:{settings.port}"
    try:
        yield
    except (imaplib.IMAP4.error, UnicodeDecodeError) as error:
        raise Unreachable(
            f"{where} does not greet as an IMAP server does ({_words(error)}).\nCheck `imap.host` and `imap.port`."
        ) from error
    except ssl.SSLCertVerificationError as error:
        raise CertificateRefused(_certificate_words(error, settings)) from error
    except ssl.SSLError as error:
        raise CertificateRefused(
            f"{where} does not speak TLS ({_words(error)}).\nSet `imap.port` to 993 for TLS, or `imap.security` to starttls."
        ) from error
    except (socket.gaierror, UnicodeError) as error:
        raise Unreachable(f"There is no server named {settings.host}.\nCheck `imap.host`, and the network.") from error
    except TimeoutError as error:
        raise Unreachable(
            f"{where} did not answer within {settings.connect_seconds:g} seconds.\n"
            "Check `imap.host`, `imap.port` and `imap.security` (a TLS port is silent without TLS), and the network."
        ) from error
    except OSError as error:
        raise Unreachable(
            f"{where} can't be reached ({_words(error)}).\nCheck `imap.host` and `imap.port`, and the network."
        ) from error


def _open(settings: ImapSettings) -> imapclient.IMAPClient:
    if settings.security == "none" and not _is_loopback(settings.host):
        raise CertificateRefused(
            f"Without TLS a password is sent to this machine only, not to {settings.host}.\nSet `imap.security` to tls or starttls."
        )
    timeout = imapclient.SocketTimeout(connect=settings.connect_seconds, read=settings.read_seconds)
    by_tls = settings.security == "tls"
    context = None if settings.security == "none" else _current_context(settings.ca_file)
    client = imapclient.IMAPClient(
        settings.host, settings.port, use_uid=True, ssl=by_tls, ssl_context=context if by_tls else None, timeout=timeout
    )
    client._imap.debug = 0  # noqa: SLF001  (imapclient has imaplib format every line for a logger that is off)
    return client


def _start_tls(client: imapclient.IMAPClient, settings: ImapSettings) -> None:
    try:
        client.starttls(_current_context(settings.ca_file))
    except (imaplib.IMAP4.error, exceptions.CapabilityError) as error:
        raise CertificateRefused(
            f"{settings.host}:{settings.port} does not offer STARTTLS.\nSet `imap.security` to tls and `imap.port` to 993."
        ) from error


def _current_context(ca_file: Path | None) -> ssl.SSLContext:
    """Return the TLS context of the process, a new one when the file of certificates has changed. Raises CertificateRefused when it can't be used."""
    if ca_file is None:
        return _context(None, 0)
    try:
        return _context(ca_file, ca_file.stat().st_mtime_ns)
    except OSError as error:
        raise CertificateRefused(
            f"`imap.ca_file` {ca_file} can't be read as certificates ({_words(error)})."
        ) from error


@functools.lru_cache(maxsize=16)
def _context(ca_file: Path | None, changed: int) -> ssl.SSLContext:
    """Make a TLS context: it takes 16 ms and 0.8 MB. `changed` tells one state of the file from another."""
    del changed
    return ssl.create_default_context(cafile=str(ca_file) if ca_file is not None else None)


def _log_in(client: imapclient.IMAPClient, settings: ImapSettings, password: str) -> None:
    """Log in, by AUTHENTICATE PLAIN where name or password is not ASCII (LOGIN can't carry it)."""
    try:
        if f"{settings.username}{password}".isascii():
            client.login(settings.username, password)
        else:
            client.plain_login(settings.username, password)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as error:
        answer = _answer(error).replace(password.encode() or b"\0", b"...")
        raise _login_error(answer, client, settings) from error


def _login_error(answer: bytes, client: imapclient.IMAPClient, settings: ImapSettings) -> MailboxError:
    refusal = wire.refusal_of(answer)
    if isinstance(refusal, Temporary):
        return refusal
    answers = answer.upper(), *client.capabilities()
    if any(word in it for word in _NO_PLAIN_TEXT for it in answers):
        return LoginRefused(f"{settings.host} takes no password without TLS.\nSet `imap.security` to tls or starttls.")
    return LoginRefused(
        f"{settings.host} refused the login of {settings.username}: {wire.shown(answer)}\n"
        "Check `imap.username` and the password; many providers want an app password, or IMAP to be switched on."
    )


def _prepare(client: imapclient.IMAPClient) -> Connection:
    capabilities = frozenset(client.capabilities())
    server = ""
    # Servers that offer what they then refuse are no reason to give up.
    with contextlib.suppress(exceptions.IMAPClientError, exceptions.ProtocolError, ValueError):
        server = _introduce(client) if b"ID" in capabilities else ""
    with contextlib.suppress(exceptions.IMAPClientError):
        if {b"CONDSTORE", b"ENABLE"} <= capabilities:
            client.enable("CONDSTORE")
    return Connection(client, wire.Wire(client._imap), capabilities, server)  # noqa: SLF001  (wire's docstring)


def _introduce(client: imapclient.IMAPClient) -> str:
    """Say who we are (RFC 2971: some providers want it) and return what the server says of itself."""
    answer = client.id_({"name": "watcher"})
    items = answer[0] if answer and isinstance(answer[0], tuple) else ()
    facts = dict(zip(items[::2], items[1::2], strict=False))
    words = (facts.get(b"name"), facts.get(b"version"))
    return wire.shown(b" ".join(word for word in words if isinstance(word, bytes)))


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _certificate_words(error: ssl.SSLCertVerificationError, settings: ImapSettings) -> str:
    code = error.verify_code
    own = "If it is your own server, put its certificate (or your authority's) in a file and name it in `imap.ca_file`."
    if code in _SELF_SIGNED:
        reason, advice = "is self-signed", own
    elif code in _EXPIRED:
        reason, advice = "has expired", "The server's owner must renew it; check this machine's clock too."
    elif code in _NOT_YET_VALID:
        reason, advice = "is not valid yet", "Check this machine's clock."
    elif code in _WRONG_NAME:
        reason, advice = "is for another host name", f"Check `imap.host` ({settings.host}); {own[0].lower()}{own[1:]}"
    else:
        reason, advice = f"is not trusted ({error.verify_message})", own
    return f"The certificate of {settings.host}:{settings.port} {reason}.\n{advice}"


def _answer(error: imaplib.IMAP4.error) -> bytes:
    """Return the server's words in an error, which holds them as the notation of a bytes value."""
    text = str(error)
    return (text[2:-1] if text.startswith(("b'", 'b"')) else text).encode()


def _words(error: BaseException) -> str:
    """Return an error in few words, without its number."""
    text = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return wire.shown(text.encode()) or type(error).__name__
