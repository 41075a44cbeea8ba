"""The commands as the user sees them: names, options, help. Each imports what it needs only when it is called, so that every command starts fast."""
# ruff: noqa: FBT002, PLC0415 - typer's way to name a switch; the late imports are the point

from pathlib import Path
from typing import Annotated

import typer

from watcher import __version__

app = typer.Typer(
    name="watcher",
    help="Watches your sent mail and has a follow-up draft ready at the right moment. It never sends anything.",
    epilog="Begin with `watcher init`. Exit codes: 0 done, 1 failed, 2 wrong usage or config, 75 try again later.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)

ConfigFile = Annotated[
    Path | None,
    typer.Option(
        "-c",
        "--config",
        metavar="FILE",
        help="The config file (else $WATCHER_CONFIG, ~/.config/watcher/config.yaml, /etc/watcher/config.yaml).",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for other programs, and nothing else, to stdout.")]
AccountNames = Annotated[
    list[str] | None, typer.Option("--account", metavar="NAME", help="Only this account; may be given several times.")
]
ThreadName = Annotated[
    str,
    typer.Argument(
        metavar="THREAD", help="The beginning of its id, a Message-ID in it, words of its subject, or an address."
    ),
]


def _version(wanted: bool) -> None:  # noqa: FBT001 - typer's way
    if wanted:
        typer.echo(f"watcher {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    context: typer.Context,
    config: ConfigFile = None,
    _version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    context.obj = config


def _config(context: typer.Context, config: Path | None) -> Path | None:
    """The config named behind the command, else the one before it."""
    before = context.find_root().obj
    return config if config is not None else before if isinstance(before, Path) else None


@app.command()
def demo(
    as_json: AsJson = False,
    serve: Annotated[
        bool, typer.Option("--serve", help="Keep the mailbox open, and say how to connect a mail program.")
    ] = False,
) -> int:
    """Show the whole job on an embedded mailbox.

    It needs no config, and touches nothing of yours.
    """
    from watcher.cli import demonstrating

    return demonstrating.run(as_json=as_json, serve=serve)


@app.command()
def init(  # noqa: PLR0913 - every question can be answered on the command line
    context: typer.Context,
    config: ConfigFile = None,
    address: Annotated[str | None, typer.Option(metavar="ADDRESS", help="Your e-mail address.")] = None,
    name: Annotated[str | None, typer.Option(metavar="NAME", help="Your name, as drafts are signed.")] = None,
    host: Annotated[
        str | None, typer.Option(metavar="HOST", help="The IMAP server; left out, it is found by your address.")
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(metavar="PORT", help="The port of the IMAP server; left out, the usual one.", min=1, max=65535),
    ] = None,
    security: Annotated[
        str | None, typer.Option(metavar="HOW", help="tls, starttls, or none (a server on this computer only).")
    ] = None,
    username: Annotated[
        str | None, typer.Option(metavar="NAME", help="The login name, where it is not the address.")
    ] = None,
    password_file: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The file that holds the password; - reads it from stdin.")
    ] = None,
    ca_file: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The authority that signed the server's certificate, where it is your own."),
    ] = None,
    sent_folder: Annotated[
        str | None, typer.Option(metavar="NAME", help="The folder of sent mail, where the server does not tell.")
    ] = None,
    timezone: Annotated[
        str | None, typer.Option(metavar="ZONE", help="Your time zone; left out, that of this computer.")
    ] = None,
    country: Annotated[
        str | None, typer.Option(metavar="CODE", help="Whose public holidays are free; left out, guessed by the zone.")
    ] = None,
    mode: Annotated[str | None, typer.Option(metavar="MODE", help="How far it may go: preview, mark or draft.")] = None,
    system: Annotated[
        bool, typer.Option("--system", help="For the system's service: /etc/watcher and /var/lib/watcher.")
    ] = False,
    preview: Annotated[
        bool, typer.Option("--preview/--no-preview", help="Read the mailbox and show what a pass would do, or don't.")
    ] = True,
) -> int:
    """Set up your mailbox, by a few questions.

    It tries the login, shows what a pass would do, and asks how far the program may go. Nothing is written before
    the end, and your mailbox is only read. Every question can be answered by an option.
    """
    from watcher.cli import beginning

    answers = beginning.Answers(
        address=address,
        name=name,
        host=host,
        port=port,
        security=security,
        username=username,
        password_file=password_file,
        mode=mode,
        system=system,
        preview=preview,
        ca_file=ca_file,
        sent_folder=sent_folder,
        timezone=timezone,
        country=country,
    )
    return beginning.run(_config(context, config), answers)


@app.command()
def doctor(context: typer.Context, config: ConfigFile = None, account: AccountNames = None) -> int:
    """Check config, login and folders; say what each will do.

    It changes nothing, and says what to do about whatever is wrong.
    """
    from watcher.cli import checking

    return checking.run(_config(context, config), account or [])


@app.command()
def scan(  # noqa: PLR0913 - the options of the command
    context: typer.Context,
    config: ConfigFile = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what a pass would do.")] = False,
    at: Annotated[
        str | None,
        typer.Option(metavar="TIME", help="Show what would be due then (2026-12-01, 3d, monday); implies --dry-run."),
    ] = None,
    confirm: Annotated[bool, typer.Option("--confirm", help="Agree to what an earlier pass asked about.")] = False,
    as_json: AsJson = False,
    account: AccountNames = None,
) -> int:
    """Make one pass: read, decide, and mark or draft.

    The config's mode says how far it may go: preview changes nothing, mark marks what is due, draft also drafts.
    """
    from watcher.cli import scanning

    wish = scanning.Wish(tuple(account or ()), dry_run=dry_run, at=at, confirm=confirm, as_json=as_json)
    return scanning.run(_config(context, config), wish)


@app.command()
def run(
    context: typer.Context,
    config: ConfigFile = None,
    once: Annotated[
        bool, typer.Option("--once", help="Make one pass over every account and end: for cron or a timer.")
    ] = False,
) -> int:
    """Watch the mailboxes until stopped: the service.

    It looks at new mail as it comes, and at every deadline. SIGTERM, Ctrl-C or the end of
    its terminal ends it, SIGHUP has it read its config anew.
    """
    from watcher.cli import serving

    return serving.run(_config(context, config), once=once)


@app.command()
def status(
    context: typer.Context,
    config: ConfigFile = None,
    as_json: AsJson = False,
    everything: Annotated[
        bool, typer.Option("-a", "--all", help="Also list what is answered, dismissed or needs no answer.")
    ] = False,
    account: AccountNames = None,
) -> int:
    """List the watched threads, most urgent first."""
    from watcher.cli import showing

    return showing.show_status(_config(context, config), account or [], as_json=as_json, everything=everything)


@app.command()
def explain(
    context: typer.Context,
    thread: ThreadName,
    config: ConfigFile = None,
    as_json: AsJson = False,
    account: AccountNames = None,
) -> int:
    """Tell why a thread stands where it stands."""
    from watcher.cli import showing

    return showing.show_explanation(_config(context, config), thread, account or [], as_json=as_json)


@app.command()
def classify(
    files: Annotated[list[str], typer.Argument(metavar="FILE", help="Messages (.eml); - is standard input.")],
    country: Annotated[
        str | None,
        typer.Option(
            help="Whose public holidays count, as SE or US; by default those of the writer's probable country."
        ),
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Tell what the program makes of single messages.

    It needs no config and asks no mailbox.
    """
    from watcher.cli import classifying

    return classifying.run(files, country=country, as_json=as_json)


@app.command()
def dismiss(context: typer.Context, thread: ThreadName, config: ConfigFile = None, account: AccountNames = None) -> int:
    """Chase this thread no more.

    Taking the mark off in your mail program says the same. Writing again in the thread starts it anew.
    """
    from watcher.cli import saying

    return saying.dismiss(_config(context, config), thread, account or [])


@app.command()
def done(context: typer.Context, thread: ThreadName, config: ConfigFile = None, account: AccountNames = None) -> int:
    """Say that it was answered by phone or in person."""
    from watcher.cli import saying

    return saying.done(_config(context, config), thread, account or [])


@app.command()
def snooze(
    context: typer.Context,
    thread: ThreadName,
    until: Annotated[
        str,
        typer.Argument(metavar="UNTIL", help="A date (2026-12-01), a time, a duration (3d, 2w) or a weekday (monday)."),
    ],
    config: ConfigFile = None,
    account: AccountNames = None,
) -> int:
    """Let a thread rest until a day or a time."""
    from watcher.cli import saying

    return saying.snooze(_config(context, config), thread, until, account or [])


@app.command()
def scenario(
    context: typer.Context,
    thread: ThreadName,
    key: Annotated[
        str,
        typer.Argument(
            metavar="KEY", help="job_application, phone_screen, interview, networking, sales_lead or general."
        ),
    ],
    config: ConfigFile = None,
    account: AccountNames = None,
) -> int:
    """Say what kind of occasion a thread is.

    For where the program guessed wrong.
    """
    from watcher.cli import saying

    return saying.scenario(_config(context, config), thread, key, account or [])


@app.command()
def pause(
    context: typer.Context,
    until: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="The day you are back: 2026-12-01, a duration (2w) or a weekday (monday)."),
    ] = None,
    over: Annotated[bool, typer.Option("--off", help="You are back: the pause is over.")] = False,
    config: ConfigFile = None,
    account: AccountNames = None,
) -> int:
    """Mark and draft nothing for a while: your own holiday.

    Answers are still seen, and what they settle is still cleared away.
    """
    from watcher.cli import pausing

    return pausing.run(_config(context, config), account or [], until=until, over=over)


@app.command()
def service(
    context: typer.Context,
    config: ConfigFile = None,
    user: Annotated[bool, typer.Option("--user", help="For you alone, without root.")] = False,
    install: Annotated[bool, typer.Option("--install", help="Write the files, instead of printing them.")] = False,
) -> int:
    """Print or install the systemd unit.

    It holds the paths of this very installation. What to do next is said behind it.
    """
    from watcher.cli import installing

    return installing.run(_config(context, config), user=user, install=install)


@app.command()
def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to put the copy; an older one is replaced.")],
    config: ConfigFile = None,
) -> int:
    """Copy the database, also while it is in use.

    It holds what was read, decided and done, and your own words on threads.
    """
    from watcher.cli import keeping

    return keeping.backup(_config(context, config), file)


@app.command()
def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A copy that `watcher backup` made.")],
    config: ConfigFile = None,
) -> int:
    """Put a copy of the database back.

    Stop the service first. What happened in the mailbox since is found there; the next pass only shows what it would
    do, until you agree to it with `watcher scan --confirm`.
    """
    from watcher.cli import keeping

    return keeping.restore(_config(context, config), file)


@app.command()
def undo(
    context: typer.Context,
    config: ConfigFile = None,
    everything: Annotated[bool, typer.Option("--all", help="Those of all passes, not of the last one alone.")] = False,
    account: AccountNames = None,
) -> int:
    """Take back the marks and untouched drafts it made.

    A draft that you changed is yours, and stays.
    """
    from watcher.cli import scanning

    return scanning.undo(_config(context, config), tuple(account or ()), everything=everything)
