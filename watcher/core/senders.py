"""Who writes: addresses and names that machines write under."""

import re

from watcher.core.model import Address

# Local parts that mail systems alone write under, and those that a person may write under too.
DAEMON = re.compile(
    r"^(?:mailer[-_.]?daemon|mail[-_.]?daemon|mdaemon|mail[-_.]?delivery(?:[-_.]?(?:system|subsystem))?|(?:exchange|system)[-_.]administrator|microsoftexchange[0-9a-f]{8,32})(?:[+=-].*)?(?:@|$)",
    re.IGNORECASE,
)
POSTMASTER = re.compile(r"^(?:post[-_.]?master|bounces?)(?:[+=-].*)?(?:@|$)", re.IGNORECASE)
POSTMASTER_NAME = re.compile(r"^\W*post[-_. ]?master(?![^\W_])", re.IGNORECASE)
DAEMON_NAME = re.compile(
    r"^\W*(?:mailer[- _]daemon|mail deliver(?:y|er)? (?:sub)?system|internet mail delivery|(?:exchange )?system administrator)\b",
    re.IGNORECASE,
)
NO_REPLY = re.compile(
    r"^(?:.*[._+-])?(?:no|do[-_.]?not|donot|dont|ne[-_.]?pas|inte|ej|ikke|ei|nicht|niet|non|nao|não|nie|не|net)[-_.]?(?:reply|respond|repondre|svara|svar|vastata|antworten|beantwoorden|rispondere|responda|odpowiadaj)(?:[._+-].*)?@|^noreply",
    re.IGNORECASE,
)
ROBOT = re.compile(
    r"^(?:.*[-_.+])?(?:bot|robot)\d*(?:[-_+.][^@]*)?@|^\w+bot\+|^(?:root|cron|www-data|nagios|zabbix|jenkins|buildbot)@",
    re.IGNORECASE,
)
ROBOT_NAME = re.compile(
    r"(?<![^\W_])(?:ro)?bot\]|[- ]bot\d* for |\b(?:robot|cron daemon)$|^cron daemon\b", re.IGNORECASE
)
# Programs that send news, yet pass on what people write as well.
NOTIFIER = re.compile(
    r"^(?:[\w.-]+[-_.])?(?:notifications?|notify|notifier|alerts?|daemon|updates|newsletters?|digest|news|rss\w*|feeds?|nobody|wordpress|bugzilla|jira\d*|redmine|trac|gerrit)(?:[-_+.][^@]*)?@",
    re.IGNORECASE,
)
NOTIFIER_NAME = re.compile(r"\((?:jira|confluence|bugzilla|redmine|gerrit)\)$", re.IGNORECASE)


def is_daemon(sender: Address | None) -> bool:
    """Whether a mail system wrote it: by its address, or by the name it goes by."""
    return sender is not None and (DAEMON.match(sender.email) is not None or DAEMON_NAME.match(sender.name) is not None)


def may_be_daemon(sender: Address | None) -> bool:
    """Whether a mail system or its keeper wrote it."""
    return sender is not None and (
        POSTMASTER.match(sender.email) is not None
        or POSTMASTER_NAME.match(sender.name) is not None
        or is_daemon(sender)
    )


def is_no_reply(email: str) -> bool:
    """Whether an address says of itself that nobody reads it."""
    return NO_REPLY.match(email) is not None


def is_robot(sender: Address | None) -> bool:
    """Whether a program that is no mail system wrote it, and nobody through it."""
    return sender is not None and (ROBOT.match(sender.email) is not None or ROBOT_NAME.search(sender.name) is not None)


def is_notifier(sender: Address | None) -> bool:
    """Whether it comes from a program that tells of news: a tracker, a web site, a newsletter."""
    return sender is not None and (
        NOTIFIER.match(sender.email) is not None or NOTIFIER_NAME.search(sender.name) is not None
    )
