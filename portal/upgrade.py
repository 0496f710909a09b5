"""Brings the database to the version of the code, never without a way back."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import flask_migrate
from alembic.script import ScriptDirectory
from flask import current_app

from portal.backup import back_up
from portal.config import Config
from portal.database_copy import revision
from portal.errors import Conflict


def known_revisions() -> list[str]:
    """The migrations this version of the code knows, the newest first."""
    settings = current_app.extensions["migrate"].migrate.get_config()
    return [script.revision for script in ScriptDirectory.from_config(settings).walk_revisions()]


def upgrade_database(config: Config, *, known: Sequence[str], now: datetime) -> Path | None:
    """Migrates when something is to be migrated; gives the backup made before, if there was data.

    `known` are the revisions of this code, the newest first (`known_revisions`). A database of a
    later version is left alone: this code would not understand it.
    """
    present = revision(config)
    if present == known[0]:
        return None
    if present and present not in known:
        raise Conflict(
            "The data were made by a newer version of the portal (%(revision)s). "
            "Start that version, or restore an older backup into a new instance folder.",
            revision=present,
        )
    backup = None
    if present:
        folder = config.instance / "backups"
        folder.mkdir(exist_ok=True, mode=0o700)
        backup = folder / f"{now:%Y-%m-%d-%H%M%S}-before-{known[0]}.tar"
        back_up(config, backup, now=now)
    flask_migrate.upgrade()
    return backup
