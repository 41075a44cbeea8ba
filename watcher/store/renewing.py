"""The traces of all messages made anew: after another version of the program made them, or none did."""

from sqlalchemy import Connection, select

from watcher.store import cache, graph, traces
from watcher.store.schema import messages

AT_ONCE = 1000


def renew(connection: Connection, account_id: int) -> None:
    """Make the traces of every row of the account anew."""
    after = 0
    of_account = select(messages.c.id).where(messages.c.account_id == account_id).order_by(messages.c.id).limit(AT_ONCE)
    while rows := connection.execute(of_account.where(messages.c.id > after)).scalars().all():
        after = rows[-1]
        found, _ = graph.load(connection, account_id, rows)
        envelopes = {each.row: each.envelope for each in found}
        sent = {row for row, each in envelopes.items() if cache.is_sent(each)}
        traces.renew_columns(
            connection,
            (
                (row, traces.columns_of(each, is_sent=row in sent, is_automatic=cache.looks_automatic(each)))
                for row, each in envelopes.items()
            ),
        )
        traces.renew_recipients(connection, account_id, [(row, envelopes[row]) for row in sorted(sent)])
