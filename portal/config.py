"""The settings of one installation, read once from the environment and the instance folder."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Self

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Config:
    """All settings; sizes in bytes, times in seconds."""

    instance: Path
    secret_key: str
    database_url: str
    is_demo: bool = False
    is_tls: bool = False
    is_behind_proxy: bool = False
    runs_jobs: bool = True
    mail_url: str = ""  # smtp://user:password@host:port, empty: letters wait in the outbox
    mail_from: str = ""
    antivirus: str = ""  # clamd: /path/of/its/socket or host:port; empty: the machine's own, if any
    public_url: str = "http://127.0.0.1:8000"
    doc_templates: Path = ROOT / "doc_templates"
    max_body: int = 25 * 1024 * 1024
    idle_timeout: int = 30 * 60
    absolute_timeout: int = 12 * 60 * 60

    @classmethod
    def from_environment(cls) -> Self:
        """Settings from PAPKA_* variables; what is not set has the value of one school's own PC."""
        instance = Path(os.environ.get("PAPKA_INSTANCE", ROOT / "instance")).resolve()
        instance.mkdir(parents=True, exist_ok=True)
        instance.chmod(0o700)  # git makes it open to everybody
        return cls(
            instance=instance,
            secret_key=_secret_key(instance),
            database_url=os.environ.get("PAPKA_DATABASE_URL", f"sqlite:///{instance / 'papka.db'}"),
            is_demo=_flag("PAPKA_DEMO"),
            is_tls=_flag("PAPKA_TLS"),
            is_behind_proxy=_flag("PAPKA_BEHIND_PROXY"),
            runs_jobs=_flag("PAPKA_RUNS_JOBS", default="1"),
            mail_url=os.environ.get("PAPKA_MAIL_URL", ""),
            mail_from=os.environ.get("PAPKA_MAIL_FROM", ""),
            antivirus=os.environ.get("PAPKA_CLAMD", ""),
            public_url=os.environ.get("PAPKA_PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/"),
        )

    @property
    def last_backup(self) -> Path:
        """Where the moment of the last backup is noted."""
        return self.instance / "last_backup"

    @property
    def is_sqlite(self) -> bool:
        """Whether the data lie in one SQLite file (the default) or in PostgreSQL."""
        return self.database_url.startswith("sqlite")


def _flag(name: str, *, default: str = "") -> bool:
    return os.environ.get(name, default).lower() in {"1", "true", "yes", "on"}


def _secret_key(instance: Path) -> str:
    """The installation's own key, made at its first start and readable by its owner alone."""
    path = instance / "secret_key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32))
    return path.read_text(encoding="ascii").strip()
