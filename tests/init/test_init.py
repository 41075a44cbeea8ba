"""`watcher init` as a person meets it, at a real terminal and on a real server; and as a script does, without one."""

import re
import signal
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.init import name_server
from tests.init.home import ADDRESS, Home, contents, fill
from tests.init.terminal import CTRL_C, CTRL_D, Terminal
from tests.servers import proxy
from tests.servers.dovecot import Dovecot
from tests.servers.process import free_port
from watcher import config

PASSWORD = "secret"


@pytest.fixture(scope="module")
def resolver() -> Iterator[str]:
    """A name server that knows no name."""
    with name_server.serving({}) as address:
        yield address


@pytest.fixture
def home(tmp_path: Path, resolver: str) -> Home:
    """A home in which nothing is yet."""
    return Home(tmp_path, resolver=resolver)


def flags(server: Dovecot, user: str, *more: str) -> list[str]:
    """The options that lead to the server, so that nothing need be found."""
    named = ["--host", server.host, "--port", str(server.tls_port), "--ca-file", str(server.ca_file)]
    return ["init", *named, "--username", user, *more]


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def nothing_is_left(home: Home) -> None:
    assert home.files() == []


# At a terminal ----------------------------------------------------------------------------------------------------------------------


def test_from_an_address_to_a_config_that_doctor_and_scan_then_use(home: Home, dovecot_server: Dovecot) -> None:
    """The whole way: the server by DNS, agreed to, the name guessed, a preview that changes nothing, the mode, the files."""
    user = dovecot_server.new_user()
    fill(dovecot_server, user)
    before = contents(dovecot_server, user)
    zone = {("_imaps._tcp.lind.example", "SRV"): [f"0 1 {dovecot_server.tls_port} localhost."]}
    with (
        name_server.serving(zone) as resolver,
        home.at_terminal(
            "init", "--ca-file", str(dovecot_server.ca_file), "--username", user.name, WATCHER_RESOLVER=resolver
        ) as terminal,
    ):
        terminal.answers("Your e-mail address:", "alex.lind+jobs@LIND.example")
        terminal.sees(f"By its DNS, the server of lind.example is localhost, port {dovecot_server.tls_port}, TLS.")
        terminal.sees("lies outside of lind.example")
        terminal.answers("may be sent? [y/N]:", "y")
        terminal.answers("drafts are signed [Alex Lind]:", "")
        terminal.answers("Password (it does not show):", PASSWORD)
        terminal.sees(f"Logged in as {user.name}.")
        terminal.sees("Europe/Stockholm, with public holidays of SE")
        terminal.sees("2 threads: 2 due")
        terminal.sees("A pass would:")
        terminal.sees("mark as due")
        terminal.sees("draft a follow-up")
        assert contents(dovecot_server, user) == before
        nothing_is_left_but_the_workshop(home)
        terminal.answers("Your choice [p]:", "d")
        terminal.sees("Written:")
        terminal.sees(f"  {home.config}")
        terminal.sees("Next:")
        assert terminal.ends() == 0
        assert PASSWORD not in terminal.screen
    assert contents(dovecot_server, user) == before
    loaded = config.load(home.config)
    account = loaded.accounts[0]
    assert (loaded.timezone, loaded.country, loaded.mode) == ("Europe/Stockholm", "SE", "draft")
    assert (account.address, account.display_name) == ("alex.lind+jobs@lind.example", "Alex Lind")
    assert [mode_of(home.config), mode_of(home.config.parent / "alex.lind.password")] == [0o600, 0o600]
    assert [mode_of(home.config.parent), mode_of(home.database)] == [0o700, 0o600]
    assert not [name for name in home.files() if "init" in name]
    doctor = home.runs("doctor")
    assert (doctor.code, doctor.err) == (0, "")
    scan = home.runs("scan")
    assert scan.code == 0
    assert "2 drafted" in scan.out


def nothing_is_left_but_the_workshop(home: Home) -> None:
    """Before the end only a folder that the user alone can open is there, and the password is not in it."""
    top = list(home.folder.iterdir())
    assert [path.name.startswith(".watcher-init-") for path in top] == [True]
    assert mode_of(top[0]) == 0o700
    for path in top[0].iterdir():
        assert path.name.startswith("watcher.sqlite3")
        assert PASSWORD.encode() not in path.read_bytes()


def test_the_first_pass_after_it_reads_nothing_again(home: Home, dovecot_server: Dovecot) -> None:
    user = dovecot_server.new_user()
    fill(dovecot_server, user)
    said = home.runs(*flags(dovecot_server, user.name, "--address", ADDRESS, "--password-file", "-"), stdin=PASSWORD)
    assert said.code == 0, said
    status = home.runs("status")
    assert "The figures for week 0" in status.out


def test_a_wrong_password_is_told_in_the_servers_words_and_asked_again(home: Home, dovecot_server: Dovecot) -> None:
    """Also another login name can be given; umlauts and spaces reach the server as they are."""
    with home.at_terminal(*flags(dovecot_server, "nobody", "--address", ADDRESS, "--no-preview")) as terminal:
        terminal.answers("signed [Alex]:", "Alex Lind")
        terminal.answers("does not show):", "gêheim pässword")
        terminal.sees("refused the login of nobody: [AUTHENTICATIONFAILED]")
        terminal.answers("Password again", "")
        terminal.answers("Login name [nobody]:", dovecot_server.new_user().name)
        terminal.answers("does not show):", PASSWORD)
        terminal.answers("Your choice [p]:", "preview")
        assert terminal.ends() == 0
        assert "pässword" not in terminal.screen
    assert (home.config.parent / "alex.password").read_text() == f"{PASSWORD}\n"


def test_after_three_wrong_passwords_it_gives_up(home: Home, dovecot_server: Dovecot) -> None:
    with home.at_terminal(*flags(dovecot_server, "nobody", "--address", ADDRESS, "--name", "A")) as terminal:
        terminal.answers("does not show):", "first")
        terminal.answers("Password again", "second")
        terminal.answers("Password again", "third")
        terminal.sees("watcher: 127.0.0.1 refused the login of nobody")
        assert terminal.ends() == 1
        for password in ("first", "second", "third"):
            assert password not in terminal.screen
    nothing_is_left(home)


def test_the_providers_hint_comes_before_the_password(home: Home) -> None:
    with home.at_terminal("init") as terminal:
        terminal.answers("Your e-mail address:", "Alex Lind <alex@gmial.com>")
        terminal.answers("Did you mean alex@gmail.com? [Y/n]:", "")
        terminal.sees("Gmail: imap.gmail.com, port 993, TLS.")
        terminal.sees("https://myaccount.google.com/apppasswords")
        terminal.sees("Password (it does not show):")
        terminal.types(CTRL_C, enter=False)
        assert terminal.ends() == 130
    nothing_is_left(home)


def test_where_microsoft_keeps_the_mail_it_says_so_and_stops(home: Home) -> None:
    zone = {("lind.example", "MX"): ["0 lind-example.mail.protection.outlook.com."]}
    with (
        name_server.serving(zone) as resolver,
        home.at_terminal("init", "--address", ADDRESS, WATCHER_RESOLVER=resolver) as terminal,
    ):
        terminal.sees("Microsoft lets no program in by a password")
        terminal.sees("nothing was written")
        assert terminal.ends() == 1
        assert "Password (" not in terminal.screen
    nothing_is_left(home)


@pytest.mark.parametrize("typed", ["alex", "alex@", "alex@lind", "alex@lind..example", "a b@lind.example", ""])
def test_what_is_no_address_is_asked_again(home: Home, typed: str) -> None:
    with home.at_terminal("init") as terminal:
        terminal.answers("Your e-mail address:", typed)
        terminal.sees("That must be")
        terminal.answers("Your e-mail address:", "alex@gmail.com")
        terminal.sees("Gmail:")


def test_a_server_that_dns_names_elsewhere_gets_no_password_without_a_yes(home: Home) -> None:
    zone = {("_imaps._tcp.lind.example", "SRV"): ["0 1 993 imap.evil.example."]}
    with name_server.serving(zone) as resolver:
        with home.at_terminal("init", "--address", ADDRESS, WATCHER_RESOLVER=resolver) as terminal:
            terminal.answers("may be sent? [y/N]:", "")
            terminal.sees("Your IMAP server (host, or host:port):")
            terminal.types(CTRL_D, enter=False)
            assert terminal.ends() == 1
        said = home.runs("init", "--address", ADDRESS, "--password-file", "-", stdin="x", WATCHER_RESOLVER=resolver)
    assert said.code == 2
    assert "--host imap.evil.example --port 993" in said.err
    nothing_is_left(home)


def test_an_unreachable_server_is_told_and_another_can_be_named(home: Home, dovecot_server: Dovecot) -> None:
    user, dead = dovecot_server.new_user(), free_port()
    arguments = ["--host", "127.0.0.1", "--port", str(dead), "--ca-file", str(dovecot_server.ca_file)]
    with home.at_terminal(
        "init", *arguments, "--address", ADDRESS, "--name", "A", "--username", user.name, "--mode", "mark"
    ) as terminal:
        terminal.answers("does not show):", PASSWORD)
        terminal.sees(f"127.0.0.1:{dead} can't be reached")
        terminal.answers("Your choice [s]:", "")
        terminal.answers(f"[127.0.0.1:{dead}]:", f"127.0.0.1:{dovecot_server.port}")
        terminal.answers("Your choice [t]:", "s")
        terminal.sees("Logged in")
        assert terminal.ends() == 0
    account = config.load(home.config).accounts[0]
    assert account.imap is not None
    assert (account.imap.port, account.imap.security) == (dovecot_server.port, "starttls")


def test_an_unknown_certificate_is_told_and_a_file_can_be_trusted(home: Home, dovecot_server: Dovecot) -> None:
    user = dovecot_server.new_user()
    with home.at_terminal(
        *["init", "--host", "127.0.0.1", "--port", str(dovecot_server.tls_port), "--username", user.name],
        *["--address", ADDRESS, "--name", "A", "--mode", "preview"],
        columns=60,
    ) as terminal:
        terminal.answers("does not show):", PASSWORD)
        terminal.sees("The certificate of 127.0.0.1")
        terminal.answers("Your choice [s]:", "c")
        terminal.answers("The file:", "/nowhere.pem")
        terminal.answers("The file:", str(dovecot_server.ca_file))
        assert terminal.ends() == 0
    account = config.load(home.config).accounts[0]
    assert account.imap is not None
    assert account.imap.ca_file == dovecot_server.ca_file


def test_where_the_system_has_no_zone_it_is_asked_and_can_be_changed_later(home: Home, dovecot_server: Dovecot) -> None:
    user = dovecot_server.new_user()
    arguments = flags(dovecot_server, user.name, "--address", ADDRESS, "--name", "A")
    with home.at_terminal(*arguments, TZ="UTC") as terminal:
        terminal.answers("such as Europe/Stockholm [UTC]:", "berlin")
        terminal.sees("did you mean Europe/Berlin?")
        terminal.answers("such as Europe/Stockholm [UTC]:", "Europe/Berlin")
        terminal.answers("(- for none) [DE]:", "")
        terminal.answers("does not show):", PASSWORD)
        terminal.answers("Your choice [p]:", "z")
        terminal.answers("[Europe/Berlin]:", "Europe/Oslo")
        terminal.answers("[NO]:", "")
        terminal.answers("Your choice [p]:", "")
        assert terminal.ends() == 0
    loaded = config.load(home.config)
    assert (loaded.timezone, loaded.country, loaded.mode) == ("Europe/Oslo", "NO", "preview")


# Interrupted ------------------------------------------------------------------------------------------------------------------------

QUESTIONS = (
    "Your e-mail address:",
    "Your IMAP server (host, or host:port):",
    "How is the connection protected?",
    "drafts are signed",
    "such as Europe/Stockholm",
    "Your country, by its two letters, for the public holidays (- for none):",
    "Password (it does not show):",
    "Password again (Enter: another login name):",
    "Login name",
    "What may it do",
)


WITH_A_GUESS = (
    "How is the connection protected?",
    "drafts are signed",
    "such as Europe/Stockholm",
    "Login name",
)


def walk(terminal: Terminal, server: Dovecot, *, until: str) -> None:
    """Answer every question up to this one, which is waited for."""
    replies = (ADDRESS, f"127.0.0.1:{server.port}", "n", "", "", "", "wrong", "", server.new_user().name)
    for question, reply in zip(QUESTIONS, replies, strict=False):
        terminal.sees(question)
        terminal.sees("]: " if question in WITH_A_GUESS else " ")
        if question == until:
            return
        terminal.types(reply)
    terminal.answers("Password (it does not show):", PASSWORD)
    terminal.sees(until)
    terminal.sees("]: ")


@pytest.mark.parametrize("question", QUESTIONS)
def test_ctrl_c_at_any_question_leaves_nothing_behind(home: Home, dovecot_server: Dovecot, question: str) -> None:
    with home.at_terminal("init", TZ="UTC") as terminal:
        walk(terminal, dovecot_server, until=question)
        terminal.types(CTRL_C, enter=False)
        terminal.sees("nothing was written")
        assert terminal.ends() == 130
    nothing_is_left(home)


@pytest.mark.parametrize("question", ["Your e-mail address:", "What may it do"])
def test_the_end_of_the_input_a_closed_terminal_and_a_sigterm_leave_nothing_behind(
    home: Home, dovecot_server: Dovecot, question: str
) -> None:
    with home.at_terminal("init", TZ="UTC") as terminal:
        walk(terminal, dovecot_server, until=question)
        terminal.types(CTRL_D, enter=False)
        terminal.sees("nothing was written")
        assert terminal.ends() == 1
    nothing_is_left(home)
    with home.at_terminal("init", TZ="UTC") as terminal:
        walk(terminal, dovecot_server, until=question)
        assert terminal.hangs_up() != 0
    nothing_is_left(home)
    with home.at_terminal("init", TZ="UTC") as terminal:
        walk(terminal, dovecot_server, until=question)
        terminal.terminate()
        terminal.sees("nothing was written")
        assert terminal.ends() == 128 + signal.SIGTERM
    nothing_is_left(home)


@pytest.mark.parametrize("ending", ["Ctrl-C", "SIGTERM"])
def test_an_end_in_the_middle_of_the_preview_leaves_nothing_behind(
    home: Home, dovecot_server: Dovecot, ending: str
) -> None:
    """Also while the server says nothing more: there is no waiting for it."""
    user = dovecot_server.new_user()
    fill(dovecot_server, user, threads=30)
    with proxy.between(dovecot_server) as line:
        server = ["--host", "127.0.0.1", "--port", str(line.port), "--security", "none", "--username", user.name]
        with home.at_terminal("init", *server, "--address", ADDRESS, "--name", "A") as terminal:
            terminal.answers("does not show):", PASSWORD)
            terminal.sees("Reading your mailbox")
            line.freeze()
            if ending == "Ctrl-C":
                terminal.types(CTRL_C, enter=False)
            else:
                terminal.terminate()
            terminal.sees("nothing was written")
            assert terminal.ends() == (130 if ending == "Ctrl-C" else 143)
            assert "What may it do" not in terminal.screen
    nothing_is_left(home)


def test_a_line_that_breaks_in_the_preview_can_be_tried_again(home: Home, dovecot_server: Dovecot) -> None:
    user = dovecot_server.new_user()
    fill(dovecot_server, user)
    with proxy.between(dovecot_server) as line:
        line.lose_answer_to("UID FETCH")
        server = ["--host", "127.0.0.1", "--port", str(line.port), "--security", "none", "--username", user.name]
        with home.at_terminal("init", *server, "--address", ADDRESS, "--name", "A", "--mode", "mark") as terminal:
            terminal.answers("does not show):", PASSWORD)
            terminal.sees("broke off")
            terminal.answers("Try again? [Y/n]:", "")
            terminal.sees("2 threads: 2 due")
            assert terminal.ends() == 0
    assert config.load(home.config).mode == "mark"


# An existing config -----------------------------------------------------------------------------------------------------------------


def test_a_config_that_is_there_is_never_overwritten(home: Home) -> None:
    home.config.parent.mkdir(parents=True)
    home.config.write_text("# mine\n")
    said = home.runs("init", "--address", ADDRESS, "--password-file", "-", stdin=PASSWORD)
    assert said.code == 2
    assert str(home.config) in said.err
    assert "accounts:" in said.err
    assert "-c FILE" in said.err
    with home.at_terminal("init") as terminal:
        terminal.sees("there is a config already")
        assert terminal.ends() == 2
    assert home.config.read_text() == "# mine\n"


def test_a_password_file_and_a_database_that_are_there_stay_as_they_are(home: Home, dovecot_server: Dovecot) -> None:
    home.config.parent.mkdir(parents=True)
    (home.config.parent / "alex.password").write_text("another account's\n")
    home.database.parent.mkdir(parents=True)
    home.database.write_bytes(b"another database")
    user = dovecot_server.new_user()
    said = home.runs(*flags(dovecot_server, user.name, "--address", ADDRESS, "--password-file", "-"), stdin=PASSWORD)
    assert said.code == 0, said
    assert (home.config.parent / "alex.password").read_text() == "another account's\n"
    assert (home.config.parent / "alex-2.password").read_text() == f"{PASSWORD}\n"
    assert home.database.read_bytes() == b"another database"


def test_a_config_beside_the_usual_one_gets_a_database_of_its_own(home: Home, dovecot_server: Dovecot) -> None:
    """Each database has one service, and accounts of one name would get into each other's way in it."""
    home.config.parent.mkdir(parents=True)
    home.config.write_text("# mine\n")
    user, other = dovecot_server.new_user(), home.config.with_name("work.yaml")
    options = flags(dovecot_server, user.name, "--address", ADDRESS, "--password-file", "-", "-c", str(other))
    said = home.runs(*options, stdin=PASSWORD)
    assert said.code == 0, said
    assert f"database: {home.database.with_name('work.sqlite3')}" in other.read_text()
    assert home.database.with_name("work.sqlite3").exists()
    assert not home.database.exists()


# Without a terminal -----------------------------------------------------------------------------------------------------------------


def test_by_options_alone_it_needs_no_terminal(home: Home, dovecot_server: Dovecot) -> None:
    """The password comes from a file; stdout tells what was found, in plain text."""
    user = dovecot_server.new_user()
    fill(dovecot_server, user)
    secret = home.folder / "given"
    secret.write_text(f"{PASSWORD}\n")
    named = home.folder / "mine" / "watcher.yaml"
    more = ["--address", ADDRESS, "--password-file", str(secret), "--mode", "mark", "--name", 'Ann "A" O\'Lind: # ü']
    said = home.runs(*flags(dovecot_server, user.name, *more, "-c", str(named)))
    assert (said.code, said.err) == (0, "")
    assert "2 threads: 2 due" in said.out
    assert f"-c {named} scan" in said.out
    assert "\x1b" not in said.out
    assert PASSWORD not in said.out
    loaded = config.load(named)
    assert (loaded.mode, loaded.accounts[0].display_name) == ("mark", 'Ann "A" O\'Lind: # ü')
    assert (named.parent / "alex.password").read_text() == f"{PASSWORD}\n"


def test_without_a_terminal_every_missing_option_is_named_at_once(home: Home) -> None:
    said = home.runs("init")
    assert (said.code, said.out) == (2, "")
    assert "--address" in said.err
    assert "--password-file" in said.err
    nothing_is_left(home)


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["--address", "alex"], "--address"),
        (["--address", ADDRESS, "--mode", "send"], "--mode"),
        (["--address", ADDRESS, "--security", "ssl", "--host", "h.example"], "--security"),
        (["--address", ADDRESS, "--security", "none", "--host", "h.example"], "this computer"),
        (["--address", ADDRESS, "--port", "143"], "--host"),
        (["--address", ADDRESS, "--host", "imaps://h.example"], "--host"),
        (["--address", ADDRESS, "--timezone", "Stockholm"], "Europe/Stockholm"),
        (["--address", ADDRESS, "--country", "Sweden"], "SE"),
        (["--address", ADDRESS, "--ca-file", "/nowhere"], "--ca-file"),
        (["--address", ADDRESS, "--host", "127.0.0.1", "--password-file", "/nowhere"], "/nowhere"),
        (["--address", ADDRESS], "--host"),
        (["--address", "alex@docomo.ne.jp"], "--username"),
        (["--address", ADDRESS, "--username", "a\nb"], "--username"),
        (["--address", ADDRESS, "--sent-folder", ""], "--sent-folder"),
    ],
)
def test_a_wrong_option_is_told_in_few_lines_and_nothing_is_done(home: Home, arguments: list[str], word: str) -> None:
    given = arguments if "--password-file" in arguments else [*arguments, "--password-file", "-"]
    said = home.says("init", *given, stdin=PASSWORD)
    assert said.code == 2, said
    assert word in said.err
    assert "Traceback" not in said.err
    assert PASSWORD not in said.err + said.out
    nothing_is_left(home)


@pytest.mark.parametrize(
    ("stdin", "code", "word"),
    [("wrong\n", 1, "AUTHENTICATIONFAILED"), ("", 2, "no password"), ("a\nb\n", 2, "one line")],
)
def test_a_password_that_does_not_do_is_told_and_nothing_is_left(
    home: Home, dovecot_server: Dovecot, stdin: str, code: int, word: str
) -> None:
    said = home.says(*flags(dovecot_server, "x", "--address", ADDRESS, "--password-file", "-"), stdin=stdin)
    assert said.code == code, said
    assert word in said.err
    assert not re.search(r"wrong(?! )", said.err + said.out)
    nothing_is_left(home)


def test_an_unreachable_server_is_a_temporary_trouble_for_a_script(home: Home) -> None:
    arguments = ["--host", "127.0.0.1", "--port", str(free_port()), "--address", ADDRESS, "--password-file", "-"]
    said = home.says("init", *arguments, stdin=PASSWORD)
    assert said.code == 75, said
    nothing_is_left(home)


def test_the_systems_config_gets_its_password_as_a_credential(home: Home, dovecot_server: Dovecot) -> None:
    path = home.folder / "etc" / "config.yaml"
    user = dovecot_server.new_user()
    more = ["--address", ADDRESS, "--password-file", "-", "--system", "--no-preview", "-c", str(path)]
    said = home.runs(*flags(dovecot_server, user.name, *more), stdin=PASSWORD)
    assert said.code == 0, said
    loaded = config.load(path)
    assert loaded.accounts[0].imap is not None
    assert loaded.accounts[0].imap.password_credential == "alex.password"
    assert loaded.database == "/var/lib/watcher/watcher.sqlite3"
    secret = path.parent / "credentials" / "alex.password"
    assert [mode_of(secret), mode_of(secret.parent)] == [0o600, 0o700]
    assert mode_of(path) in (0o600, 0o640)
    assert home.runs("doctor", "-c", str(path), CREDENTIALS_DIRECTORY=str(secret.parent)).code in (0, 1)
