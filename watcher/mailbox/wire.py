"""IMAP commands and answers as bytes (RFC 9051, 3501): several commands on the way at once, literals cut by their length, everything bounded.

It works through the `imaplib` object inside imapclient, of which it uses `_new_tag`, `tagged_commands`, `send`, `readline` and `read`: a private door, held open by a
contract test. imapclient's own fetch takes ten times as long, and accepts no ranges of UIDs.
"""

import imaplib
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from watcher.errors import ConnectionLost, MailboxError, NotAllowed, Temporary

COMMANDS_ON_THE_WAY = 3
MOST_KEPT_OF_A_LITERAL = 8 * 1024 * 1024
_MOST_OF_A_LITERAL = 1 << 30
_MOST_LITERALS = 1_000
_MOST_NESTED = 50
_MOST_DIGITS = 20
_MOST_SHOWN = 200
_BLOCK = 1 << 20

Token = bytes | list["Token"]

_LITERAL = re.compile(rb"\{(\d{1,12})\+?\}\r?\n\Z")
_TOKEN = re.compile(
    rb"""(?P<open>\() | (?P<close>\))
    | "(?P<quoted>[^"\\]*+(?:\\.[^"\\]*+)*+)"
    | ~?\{(?P<literal>\d+)\+?\}\r?\n
    | (?P<atom>(?:BODY|BINARY)\[[^\]]*+\](?:<\d+>)? | [^\s()"]++ | ")""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_ESCAPED = re.compile(rb"\\(.)", re.DOTALL)
_FETCH = re.compile(rb"\* \d+ FETCH ", re.IGNORECASE)
# Response codes of a NO that pass with time (RFC 5530).
_PASSING = (b"[UNAVAILABLE]", b"[INUSE]", b"[SERVERBUG]", b"[LIMIT]")
_GONE_MEANWHILE = b"[EXPUNGEISSUED]"


class Answer(NamedTuple):
    """One response: its text, with `{n}` and a line end where a literal stood, and the literals."""

    text: bytes
    literals: Sequence[bytes] = ()

    def tokens(self) -> list[Token]:
        """Return everything behind the `*` as nested lists. Raises ConnectionLost when it is no proper answer."""
        return _tokens(self.text[2:], self.literals)

    def fetched(self) -> dict[bytes, Token] | None:
        """Return the items of a FETCH answer by their names in upper case; None for any other answer."""
        start = _FETCH.match(self.text)
        if start is None:
            return None
        tokens = _tokens(self.text[start.end() :], self.literals)
        items = tokens[0] if tokens else []
        if isinstance(items, bytes):
            return None
        names, values = items[::2], items[1::2]
        return {name.upper(): value for name, value in zip(names, values, strict=False) if isinstance(name, bytes)}


class Wire:
    """The two directions of one connection. Not thread-safe."""

    def __init__(self, imap: imaplib.IMAP4) -> None:
        """Take over the conversation on this connection; nothing may be on its way."""
        self._imap = imap
        self._completion = b""  # what stood behind the last OK
        self._waiting: dict[bytes, bytes] = {}  # the tags of the commands on their way, with the commands

    def run(self, command: bytes) -> list[Answer]:
        """Send one command and return the untagged answers to it. Raises NotAllowed or Temporary when it is refused, ConnectionLost when the line breaks."""
        return list(self.stream((command,)))

    def run_for_code(self, command: bytes) -> bytes:
        """Send one command and return the text of its completion, where response codes stand. Raises as `run` does."""
        self.run(command)
        return self._completion

    def stream(self, commands: Iterable[bytes]) -> Iterator[Answer]:
        """Send commands, each some time before the one ahead of it is answered, and yield the untagged answers as they come.

        The answers must tell by themselves what they are about. Raises as `run` does, at the first command that is refused.
        """
        self.settle()
        rest = iter(commands)
        self._send(list(itertools.islice(rest, COMMANDS_ON_THE_WAY)))
        while self._waiting:
            answer = self._next()
            if answer.text[:1] == b"*":
                yield answer
                continue
            refusal = self._finish(answer)
            if refusal is not None:
                raise refusal
            self._send(list(itertools.islice(rest, 1)))

    def run_together(self, commands: Sequence[bytes]) -> tuple[list[Answer], dict[bytes, MailboxError]]:
        """Send all commands in one write; return the untagged answers, and the refusal of each command that was refused."""
        self.settle()
        answers: list[Answer] = []
        refused: dict[bytes, MailboxError] = {}
        self._send(commands)
        while self._waiting:
            answer = self._next()
            if answer.text[:1] == b"*":
                answers.append(answer)
                continue
            command = self._waiting[_tag(answer)]
            refusal = self._finish(answer)
            if refusal is not None:
                refused[command] = refusal
        return answers, refused

    def settle(self) -> None:
        """Read away what an earlier reader left on the wire, so that the next answer belongs to the next command."""
        while self._waiting:
            answer = self._next()
            if answer.text[:1] != b"*":
                self._finish(answer)

    def _send(self, commands: Sequence[bytes]) -> None:
        lines = []
        for command in commands:
            tag = self._imap._new_tag()  # noqa: SLF001  (see the module's docstring)
            self._imap.tagged_commands.pop(tag, None)
            self._waiting[tag] = command
            lines.append(b"%s %s\r\n" % (tag, command))
        if lines:
            self._imap.send(b"".join(lines))

    def _next(self) -> Answer:
        """Read one response; a farewell of the server is an error."""
        line = self._line()
        if line[:1] == b"*":
            if line[2:5].upper() == b"BYE":
                raise ConnectionLost(f"The server ended the connection: {shown(line[6:])}\nTry again later.")
            return self._with_literals(line)
        if _tag(Answer(line)) in self._waiting:
            return Answer(line)
        if line[:1] == b"+":  # we send no literals here: nothing to go on with
            return Answer(b"* " + line)
        raise nonsense(line)

    def _with_literals(self, line: bytes) -> Answer:
        if line[-3:-2] != b"}" and line[-2:-1] != b"}":
            return Answer(line)
        text = line
        literals: list[bytes] = []
        while (size := _LITERAL.search(line)) is not None:
            if len(literals) == _MOST_LITERALS:
                raise nonsense(text)
            literals.append(self._literal(int(size[1])))
            line = self._line()
            text += line
        return Answer(text, literals)

    def _literal(self, size: int) -> bytes:
        if size > _MOST_OF_A_LITERAL:
            raise ConnectionLost(
                f"The server announced {size} bytes for one item, which can't be right.\nTry again later."
            )
        kept = self._exactly(min(size, MOST_KEPT_OF_A_LITERAL))
        left = size - len(kept)
        while left > 0:
            left -= len(self._exactly(min(left, _BLOCK)))
        return kept

    def _exactly(self, size: int) -> bytes:
        data: bytes = self._imap.read(size)
        if len(data) != size:
            raise _cut()
        return data

    def _line(self) -> bytes:
        try:
            line: bytes = self._imap.readline()
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error as error:  # a line without end
            raise nonsense(b"") from error
        if not line.endswith(b"\n"):
            raise _cut()
        return line

    def _finish(self, answer: Answer) -> MailboxError | None:
        """Take a command off the list; return why it was refused."""
        del self._waiting[_tag(answer)]
        _, _, rest = answer.text.rstrip(b"\r\n").partition(b" ")
        status, _, text = rest.partition(b" ")
        self._completion = text
        if status.upper() == b"OK" or (status.upper() == b"NO" and text.upper().startswith(_GONE_MEANWHILE)):
            return None
        return refusal_of(text)


def refusal_of(text: bytes) -> MailboxError:
    """Return the error for the text of a NO or BAD: one that passes, or one that stays."""
    message = f"The server refused a command: {shown(text)}"
    if any(code in text.upper() for code in _PASSING):
        return Temporary(f"{message}\nTry again later.")
    return NotAllowed(message)


def shown(text: bytes) -> str:
    """Return the server's words for the user's eyes: one line, printable, not long."""
    words = " ".join(text.decode("utf-8", "replace").split())
    return "".join(sign for sign in words if sign.isprintable())[:_MOST_SHOWN]


def quoted(text: str | bytes) -> bytes:
    """Return a quoted string (RFC 9051 4.3). Raises ValueError for what none can hold: line ends and NUL."""
    data = text.encode() if isinstance(text, str) else text
    if any(sign in data for sign in (b"\r", b"\n", b"\0")):
        raise ValueError("a quoted string holds no line ends")
    return b'"%s"' % data.replace(b"\\", b"\\\\").replace(b'"', b'\\"')


def ranges(uids: Iterable[int], *, gap: int = 1) -> list[tuple[int, int]]:
    """Return ascending ranges that cover these UIDs; holes of less than `gap` numbers are covered too."""
    found: list[tuple[int, int]] = []
    for uid in sorted(uids):
        if found and uid - found[-1][1] <= gap:
            found[-1] = found[-1][0], uid
        else:
            found.append((uid, uid))
    return found


def sequence_set(uids: Iterable[int], *, gap: int = 1) -> bytes:
    """Return a sequence set such as `1:5,7` (RFC 9051 9)."""
    return b",".join(b"%d" % a if a == b else b"%d:%d" % (a, b) for a, b in ranges(uids, gap=gap))


def numbers(answers: Iterable[Answer], name: bytes) -> list[int]:
    """Return the numbers of all `* NAME 1 2 3` answers among these, whatever else stands in them."""
    start = b"* " + name
    found = (it.text for it in answers if it.text[: len(start)].upper() == start)
    words = (word for text in found for word in text.partition(b"(")[0].split()[2:])
    return [count for word in words if (count := number(word)) is not None]


def number(word: Token | None) -> int | None:
    """Return a number of at most 64 bits; None for anything else."""
    return int(word) if isinstance(word, bytes) and len(word) <= _MOST_DIGITS and word.isdigit() else None


def _tag(answer: Answer) -> bytes:
    return answer.text.partition(b" ")[0]


def _tokens(text: bytes, literals: Sequence[bytes]) -> list[Token]:
    """Cut an answer into its tokens; `literals` fill the places of the `{n}`."""
    top: list[Token] = []
    stack = [top]
    rest = iter(literals)
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup
        if kind == "open":
            inner: list[Token] = []
            stack[-1].append(inner)
            stack.append(inner)
        elif kind == "close":
            stack.pop()
        elif kind == "quoted":
            stack[-1].append(_ESCAPED.sub(rb"\1", found["quoted"]))
        elif kind == "literal":
            stack[-1].append(next(rest, b""))
        else:
            stack[-1].append(found["atom"])
        if not 0 < len(stack) < _MOST_NESTED:
            raise nonsense(text)
    return top


def nonsense(text: bytes) -> ConnectionLost:
    """Return the error for an answer that is none. The text is not shown: it may be a mail's."""
    return ConnectionLost(f"The server sent an answer that can't be read ({len(text)} bytes).\nTry again later.")


def _cut() -> ConnectionLost:
    return ConnectionLost("The connection to the server broke off.\nTry again later.")
