"""The database: a cache of what the mailbox holds and what was decided of it, the user's words, and the journal of what was done. All SQL is in here.

engine    opening: the file, its modes, migrations, errors translated
schema    the tables · migrations/ how a file gets there
columns, codec   how values become columns and JSON, and come back
traces    what may belong together though no reference says so · renewing  them again · matcher  their face
cache     batches in · graph  messages out · judged  threads and verdicts · journal, words  what must not be lost
account   the face of all that, for one account · whole  the database itself
service_lock  the one service of a database, and how it is woken · copying  a copy made while it is in use, and put back
"""

from watcher.store.account import AccountStore as AccountStore
from watcher.store.cache import DRAFT_FLAG as DRAFT_FLAG
from watcher.store.cache import SENT_LABEL as SENT_LABEL
from watcher.store.copying import RESTORED as RESTORED
from watcher.store.copying import back_up as back_up
from watcher.store.copying import put_back as put_back
from watcher.store.records import Entry as Entry
from watcher.store.records import Judged as Judged
from watcher.store.records import Link as Link
from watcher.store.records import Match as Match
from watcher.store.records import Status as Status
from watcher.store.records import StoredMessage as StoredMessage
from watcher.store.service_lock import serving as serving
from watcher.store.service_lock import wake as wake
from watcher.store.traces import TRACES_VERSION as TRACES_VERSION
from watcher.store.traces import Keys as Keys
from watcher.store.whole import Store as Store
from watcher.store.whole import open_existing as open_existing
from watcher.store.whole import open_store as open_store
