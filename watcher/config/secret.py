"""A password or token that is kept outside of the config, and read only when it is needed. Its value is never part of a repr or an error."""

import os
import stat
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from watcher.errors import ConfigError

MOST_BYTES = 64 * 1024
CREDENTIALS = "CREDENTIALS_DIRECTORY"


class Keeper(StrEnum):
    """Who keeps a secret."""

    FILE = "file"
    ENVIRONMENT = "env"
    CREDENTIAL = "credential"


@dataclass(frozen=True, slots=True)
class Secret:
    """Where a secret is kept. `where` is a path, the name of a variable, or that of a systemd credential; `key` the config's key that says so."""

    keeper: Keeper
    where: str
    key: str

    def __str__(self) -> str:
        words = {
            Keeper.FILE: f"file {self.where}",
            Keeper.ENVIRONMENT: f"environment variable {self.where}",
            Keeper.CREDENTIAL: f"systemd credential {self.where}",
        }
        return words[self.keeper]

    def read(self) -> str:
        """The secret itself, without its one trailing line break. Raises ConfigError if it can't be read or is empty."""
        value = self._from_environment() if self.keeper is Keeper.ENVIRONMENT else self._from_file(self._path())
        if not value:
            raise self._mistake(f"the {self} is empty; put the password into it")
        return value

    def stamp(self) -> str:
        """Another text whenever the secret may have changed; costs no reading of it."""
        if self.keeper is Keeper.ENVIRONMENT:
            return ""
        try:
            found = self._path().stat()
        except (OSError, ConfigError):
            return "missing"
        return f"{found.st_ino} {found.st_size} {found.st_mtime_ns}"

    def warnings(self) -> list[str]:
        """What is unsafe in the way it is kept, and what to do; nothing if all is well or it can't be looked at."""
        if self.keeper is not Keeper.FILE:
            return []
        try:
            mode = Path(self.where).stat().st_mode
        except OSError:
            return []
        if stat.S_ISREG(mode) and mode & (stat.S_IRWXG | stat.S_IRWXO):
            return [
                f"{self.key}: other users of this computer may open {self.where} (mode {stat.S_IMODE(mode):04o}); run: chmod 600 {self.where}"
            ]
        return []

    def _from_environment(self) -> str:
        value = os.environ.get(self.where)
        if value is None:
            raise self._mistake(f"the environment variable {self.where} is not set")
        return _without_line_break(value)

    def _path(self) -> Path:
        if self.keeper is Keeper.FILE:
            return Path(self.where)
        folder = os.environ.get(CREDENTIALS)
        if not folder:
            raise self._mistake(
                f"${CREDENTIALS} is not set: systemd sets it for a service with LoadCredential={self.where}:/path"
            )
        return Path(folder) / self.where

    def _from_file(self, path: Path) -> str:
        try:
            with path.open("rb") as file:
                content = file.read(MOST_BYTES + 1)
        except FileNotFoundError:
            raise self._mistake(
                f"there is no file {path}; put the password into it and run: chmod 600 {path}"
            ) from None
        except OSError as error:
            raise self._mistake(f"{path} can't be read: {(error.strerror or str(error)).lower()}") from None
        if len(content) > MOST_BYTES:
            raise self._mistake(f"{path} is too long for a secret")
        try:
            return _without_line_break(content.decode("utf-8"))
        except UnicodeDecodeError:
            raise self._mistake(f"{path} is not text in UTF-8") from None

    def _mistake(self, text: str) -> ConfigError:
        return ConfigError([f"{self.key}: {text}"])


def _without_line_break(value: str) -> str:
    if value.endswith("\r\n"):
        return value[:-2]
    return value.removesuffix("\n")
