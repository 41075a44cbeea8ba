"""The config as strict, frozen models. What a value means in core's types is said in `meaning`."""

import zoneinfo
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, field_validator

from watcher.config import countries, values
from watcher.config.fields import (
    A_LIST,
    Country,
    Duration,
    EmailAddress,
    FilePath,
    Gap,
    Model,
    Text,
    Texts,
    at_least_one,
    days,
    each_once,
    from_text,
    path_from,
    texts_or_one,
)
from watcher.config.secret import Keeper, Secret
from watcher.config.service import Service

DEFAULT_DATABASE = "~/.local/state/watcher/watcher.sqlite3"
DEFAULT_PORTS = {"tls": 993, "starttls": 143, "none": 143}
SECRET_KEYS = ("password_file", "password_env", "password_credential")

ScenarioKey = Literal["job_application", "phone_screen", "interview", "networking", "sales_lead", "general"]
MarkName = Literal["label", "keyword", "flagged", "copy", "report"]
WeekdayName = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class Imap(Model):
    """How an account's IMAP server is reached, and the folders that it does not name itself."""

    host: Annotated[Text, AfterValidator(values.host)]
    security: Literal["tls", "starttls", "none"] = "tls"
    port: int = Field(default=0, ge=0, le=65535)
    username: Text | None = None
    password_file: FilePath | None = None
    password_env: Annotated[Text, AfterValidator(values.variable)] | None = None
    password_credential: Annotated[Text, AfterValidator(values.credential)] | None = None
    ca_file: FilePath | None = None
    sent_folder: Text | None = None
    drafts_folder: Text | None = None
    trash_folder: Text | None = None
    junk_folder: Text | None = None
    archive_folder: Text | None = None
    skip_folders: Texts = ()

    @field_validator("security")
    @classmethod
    def _plain_text_stays_at_home(cls, security: str, info: ValidationInfo) -> str:
        host = info.data.get("host")
        if security == "none" and host is not None and not values.is_loopback(host):
            raise ValueError(
                f"none sends the password and the mail in the clear, and is for this computer alone, not {host}: write tls or starttls"
            )
        return security

    @field_validator("port")
    @classmethod
    def _port_of_service(cls, port: int, info: ValidationInfo) -> int:
        if port == 993 and info.data.get("security") == "starttls":
            raise ValueError("993 speaks TLS from the first byte: write security: tls, or the STARTTLS port 143")
        return port

    @property
    def real_port(self) -> int:
        """The port: the given one, or the usual one of this kind of security."""
        return self.port or DEFAULT_PORTS[self.security]

    @property
    def secret(self) -> Secret:
        """Where the password is kept."""
        if self.password_file is not None:
            return Secret(Keeper.FILE, str(self.password_file), "imap.password_file")
        if self.password_env is not None:
            return Secret(Keeper.ENVIRONMENT, self.password_env, "imap.password_env")
        return Secret(Keeper.CREDENTIAL, self.password_credential or "", "imap.password_credential")


class Gmail(Model):
    """The files of a Gmail account's OAuth consent."""

    client_secret_file: FilePath
    token_file: FilePath | None = None


class Account(Model):
    """A mailbox to watch."""

    name: Annotated[Text, AfterValidator(values.account_name)]
    backend: Literal["imap", "gmail"] = "imap"
    address: EmailAddress
    display_name: Text | None = None
    aliases: Annotated[tuple[EmailAddress, ...], A_LIST] = ()
    imap: Imap | None = None
    gmail: Gmail | None = None

    @property
    def username(self) -> str:
        """The login name: the given one, or the address."""
        given = self.imap.username if self.imap is not None else None
        return given or self.address


class RuleSettings(Model):
    """A rule that chooses a scenario: every part that is given must match; the patterns of one part are alternatives."""

    recipients: Annotated[Texts, BeforeValidator(texts_or_one)] = ()
    domains: Annotated[Texts, BeforeValidator(texts_or_one)] = ()
    subject: Annotated[Texts, BeforeValidator(texts_or_one)] = ()
    words: Annotated[Texts, BeforeValidator(texts_or_one)] = ()
    folders: Annotated[Texts, BeforeValidator(texts_or_one)] = ()
    plus: Annotated[Texts, BeforeValidator(texts_or_one)] = ()


class ScenarioSettings(Model):
    """What the user changes of a scenario's ladder; None leaves the playbook's value."""

    enabled: bool = True
    first: Gap | None = None
    next: Annotated[tuple[Gap, ...], A_LIST] | None = None
    max_nudges: int | None = Field(default=None, ge=0, le=20)
    thank_you: bool | None = None
    rules: Annotated[tuple[RuleSettings, ...], A_LIST] = ()


class Scenarios(Model):
    """The scenarios that the user changes."""

    job_application: ScenarioSettings = ScenarioSettings()
    phone_screen: ScenarioSettings = ScenarioSettings()
    interview: ScenarioSettings = ScenarioSettings()
    networking: ScenarioSettings = ScenarioSettings()
    sales_lead: ScenarioSettings = ScenarioSettings()
    general: ScenarioSettings = ScenarioSettings()


class Config(Model):
    """The whole config. Paths are absolute; durations are timedeltas."""

    timezone: Annotated[Text, AfterValidator(values.zone)]
    country: Country | None = None
    subdivision: Text | None = None
    categories: Annotated[Texts, BeforeValidator(texts_or_one)] | None = None
    also_country: Annotated[tuple[Country, ...], A_LIST, BeforeValidator(texts_or_one)] = ()
    working_days: Annotated[
        tuple[WeekdayName, ...], A_LIST, AfterValidator(at_least_one), AfterValidator(each_once)
    ] = (
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
    )
    working_hours: Annotated[values.Hours, from_text(values.hours, "09:00-17:00")] = values.hours("09:00-17:00")
    lookback: Annotated[Duration, days(1, 3660)] = timedelta(days=120)
    mode: Literal["preview", "mark", "draft"] = "preview"
    max_actions_per_pass: int = Field(default=25, ge=1, le=10_000)
    overdue_limit: Annotated[Duration, days(1, 36600)] = timedelta(days=30)
    weak_answers: Literal["hold", "ignore"] = "hold"
    mark: Annotated[tuple[MarkName, ...], A_LIST, AfterValidator(at_least_one), AfterValidator(each_once)] = (
        "keyword",
        "flagged",
        "report",
    )
    keyword: Annotated[Text, AfterValidator(values.keyword)] = "follow-up-due"
    copy_folder: Text = "Follow-up due"
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}$")] = "en"
    templates: FilePath | None = None
    database: Annotated[Text, Field(validate_default=True, repr=False)] = DEFAULT_DATABASE
    never: Annotated[Texts, BeforeValidator(texts_or_one)] = ()
    scenarios: Scenarios = Scenarios()
    service: Service = Service()
    accounts: Annotated[tuple[Account, ...], A_LIST, AfterValidator(at_least_one)]

    @field_validator("database")
    @classmethod
    def _database_is_url_or_path(cls, database: str, info: ValidationInfo) -> str:
        return database if "://" in database else str(path_from(database, info))

    @field_validator("templates")
    @classmethod
    def _templates_are_there(cls, folder: Path | None) -> Path | None:
        if folder is not None and not folder.is_dir():
            raise ValueError(f"must be a folder with your own templates; there is none at {folder}")
        return folder

    @field_validator("subdivision")
    @classmethod
    def _subdivision_of_country(cls, subdivision: str | None, info: ValidationInfo) -> str | None:
        country = info.data.get("country")
        mistake = countries.subdivision_mistake(country, subdivision) if subdivision and country else ""
        if mistake:
            raise ValueError(mistake)
        return subdivision

    @field_validator("categories")
    @classmethod
    def _categories_of_country(cls, categories: tuple[str, ...] | None, info: ValidationInfo) -> tuple[str, ...] | None:
        country: str | None = info.data.get("country")
        for category in categories or ():
            mistake = countries.category_mistake(country, category) if country is not None else ""
            if mistake:
                raise ValueError(mistake)
        return categories

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The user's time zone."""
        return zoneinfo.ZoneInfo(self.timezone)

    @property
    def working_weekdays(self) -> frozenset[int]:
        """The working weekdays as numbers, Monday is 0."""
        return frozenset(values.WEEKDAYS.index(day) for day in self.working_days)
