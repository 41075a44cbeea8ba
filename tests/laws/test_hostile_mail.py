"""Mail made to do harm, on a real server, all the way to the draft and the terminal."""

import io
import logging
import re
from contextlib import redirect_stderr, redirect_stdout
from datetime import timedelta
from email import message_from_bytes, policy
from email.utils import format_datetime
from pathlib import Path

import pytest
import yaml

from tests.e2e.box import ALEX, ANNA, Box
from watcher.cli import running
from watcher.core.model import State

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
FIELDS = {
    "a newline in the subject": b"Subject: Figures\r\n Bcc: thief@evil.example\r\n",
    "an encoded newline": b"Subject: =?utf-8?q?Figures=0D=0ABcc:_thief@evil.example=0D=0A=0D=0Abody?=\r\n",
    "a template": b"Subject: {{ 7*7 }} {% include '/etc/passwd' %} {{ ''.__class__ }}\r\n",
    "escapes": b"Subject: \x1b]0;owned\x07\x1b[31mred\x1b[0m\r\n",
    "encoded escapes": b"Subject: =?utf-8?q?=1B]0;owned=07=1B[31mred?=\r\n",
    "NUL and invalid UTF-8": b"Subject: fig\xff\xfe\xc3\x28ures\r\n",
    "turned letters": b"Subject: =?utf-8?q?=E2=80=AEfdp.exe?=\r\n",
    "a long one": b"Subject: " + b"x" * 300_000 + b"\r\n",
    "nested encoded words": b"Subject: =?utf-8?q?=3D=3Futf-8=3Fq=3Fx=3F=3D?=\r\n",
}
NAMES = (
    b'"Anna\x1b[2J" <anna@acme.example>',
    b"=?utf-8?q?Anna=0D=0ABcc:_thief@evil.example?= <anna@acme.example>",
    b'"Anna {{ 7*7 }} {% raw %}" <anna@acme.example>',
    b'"thief@evil.example, Anna" <anna@acme.example>',
)


def own(box: Box, number: int, subject: bytes, to: bytes, text: bytes = b"Could you send me the figures?\r\n") -> bytes:
    """A message of the user's with these raw fields."""
    when = format_datetime(box.now - timedelta(days=6)).encode()
    head = b"From: %s\r\nTo: %s\r\n%sDate: %s\r\nMessage-ID: <h%d@lind.example>\r\n" % (
        ALEX.encode(), to, subject, when, number,
    )  # fmt: skip
    return head + b"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + text


def lay(box: Box, folder: str, raw: bytes, days_ago: float = 6) -> None:
    """Put these very bytes into a folder."""
    box.client.append(folder, raw, (), box.now - timedelta(days=days_ago))


def said(box: Box, tmp_path: Path, *arguments: str) -> str:
    """What a command writes to the terminal."""
    config = tmp_path / "config.yaml"
    config.write_text(yaml.safe_dump(box.config, allow_unicode=True), encoding="utf-8")
    out = io.StringIO()
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    with redirect_stdout(out), redirect_stderr(out):
        running.run([*arguments, "-c", str(config)])
    root.handlers[:], root.level = handlers, level
    return out.getvalue()


def test_no_field_of_a_mail_reaches_a_draft_or_the_terminal_unescaped(dovecot_box: Box, tmp_path: Path) -> None:
    """Subjects and names are text: they start no header, no template and no colour."""
    box = dovecot_box
    box.config["max_actions_per_pass"] = 200
    number = 0
    for subject in FIELDS.values():
        for to in NAMES:
            number += 1  # each to somebody else: what goes to one person under one subject is one thread
            lay(box, "Sent", own(box, number, subject, to.replace(b"anna@", b"anna+%d@" % number)))
    outcome = box.scan()
    assert outcome.complete
    drafts = box.drafts()
    assert len(drafts) == number
    for raw in drafts:
        assert b"thief" not in b"".join(
            value.encode() for name, value in message_from_bytes(raw).items() if name.lower() in {"bcc", "cc"}
        )
        mail = message_from_bytes(raw, policy=policy.default)
        (address,) = mail["To"].addresses
        assert re.sub(r"\+\d+", "", address.addr_spec) == ANNA
        assert mail["Bcc"] is None
        assert not mail.defects, mail.defects
        head, _, text = raw.partition(b"\r\n\r\n")
        assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
        assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", raw)
        assert b"49" not in text
        assert head.count(b"\r\nTo:") + head.startswith(b"To:") == 1
    ids = [verdict.thread_id for verdict in outcome.verdicts]
    shown = said(box, tmp_path, "status") + "".join(said(box, tmp_path, "explain", each) for each in ids[:12])
    assert "owned" in shown
    assert not CONTROL.search(shown.replace("\n", "")), CONTROL.search(shown.replace("\n", ""))


def test_monsters_neither_crash_nor_stall_a_pass(dovecot_box: Box) -> None:
    """Each answers the user's question, or claims to; the thread that nobody disturbs is followed up as ever."""
    box = dovecot_box
    calm = box.send("The calm one", to="bo@calm.example")
    sent = box.send().encode()
    base = b"From: Anna <anna@acme.example>\r\nTo: alex@lind.example\r\nSubject: Re: x\r\nIn-Reply-To: %s\r\n" % sent
    loop = b"<l%d@x.example>"
    monsters = [
        b"X-Big: " + b"y" * 3_000_000 + b"\r\n" + base + b"Message-ID: <m1@x.example>\r\n\r\nhi\r\n",
        base + b"Message-ID: <m2@x.example>\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nx\r\n" * 100_000,
        base + b"Message-ID: <m3@x.example>\r\n" + b'Content-Type: multipart/mixed; boundary="' + b"q" * 5000 + b"\r\n\r\n--",
        base + b"References: " + b" ".join(b"<r%d@x.example>" % it for it in range(5_000)) + b"\r\nMessage-ID: <m4@x.example>\r\n\r\nhi\r\n",
        base + b"Message-ID: <M4@X.EXAMPLE>\r\n\r\nhi\r\n",
        base + b"Message-ID: " + sent + b"\r\n\r\nI am your own message.\r\n",
        base + b"Date: Thu, 01 Jan 1970 00:00:00 +0000\r\nMessage-ID: <m5@x.example>\r\n\r\nhi\r\n",
        base + b"Date: Fri, 31 Dec 2099 23:59:59 +0000\r\nMessage-ID: <m6@x.example>\r\n\r\nhi\r\n",
        base + b"Date: Mon, 99 Foo 99999 99:99:99 +9999\r\nMessage-ID: <m7@x.example>\r\n\r\nhi\r\n",
        base + b"Content-Type: text/plain; charset=utf-7\r\nContent-Transfer-Encoding: base64\r\n\r\n====\xff\xfe\r\n",
        base + b"Content-Type: message/rfc822\r\n\r\n" * 500 + b"hi\r\n",
        *(base + b"Message-ID: " + loop % it + b"\r\nReferences: " + loop % ((it + 1) % 5) + b"\r\n\r\nhi\r\n" for it in range(5)),
        b"\r\n\r\n",
        b"no header at all",
        b": empty name\r\n" * 1000 + base + b"\r\nhi\r\n",
    ]  # fmt: skip
    for monster in monsters:
        lay(box, "INBOX", monster, days_ago=1)
    outcome = box.scan()
    assert outcome.complete
    by_id = {verdict.message_id: verdict.state for verdict in outcome.verdicts}
    assert by_id[calm] is State.DRAFTED  # type: ignore[index]
    assert by_id[sent.decode()] is State.ANSWERED  # type: ignore[index]
    assert len(box.drafts()) == 1
    assert box.scan().actions == ()


def test_a_thread_of_two_thousand_messages_is_judged(dovecot_box: Box) -> None:
    """By its newest texts."""
    box = dovecot_box
    sent = box.send()
    when = format_datetime(box.now - timedelta(days=5))
    for number in range(2_000):
        raw = (
            f"From: list{number}@acme.example\r\nTo: {ALEX}\r\nSubject: x\r\nDate: {when}\r\nList-Id: <l.acme.example>\r\nPrecedence: list\r\n"
            f"Message-ID: <t{number}@x.example>\r\nReferences: {sent} <t{max(number - 1, 0)}@x.example>\r\n\r\nhi\r\n"
        )
        lay(box, "INBOX", raw.encode(), days_ago=5)
    outcome = box.scan()
    assert len(outcome.verdicts) == 1
    assert len(outcome.verdicts[0].messages) == 2_001
    assert box.scan().actions == ()


@pytest.mark.parametrize(
    "name", ['a "quoted" one', "back\\slash", "R&AOQ-ksm\u00f6rg\u00e5s & \u65e5\u672c", "%d %s *", "emoji \U0001f600"]
)
def test_folders_of_any_name_are_read(dovecot_box: Box, name: str) -> None:
    """An answer that lies there counts."""
    box = dovecot_box
    box.client.create_folder(name)
    sent = box.send()
    box.answer(sent, folder=name)
    outcome = box.scan()
    assert outcome.complete
    assert [verdict.state for verdict in outcome.verdicts] == [State.ANSWERED]
