"""The ways from every older database to the present one, run by alembic without a config file."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection


def _config() -> Config:
    config = Config()
    # A `%` in the path would be read as an interpolation.
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def known() -> frozenset[str]:
    """The numbers of all migrations of this version of the program."""
    return frozenset(script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions())


def heads() -> list[str]:
    """The newest migration; more than one is a mistake of ours."""
    return ScriptDirectory.from_config(_config()).get_heads()


def upgrade(connection: Connection) -> None:
    """Run what is missing, inside the transaction that the connection is in."""
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
