"""What the log says, and how: one line of JSON for each event, ids instead of names.

A value from outside can neither begin a line of its own nor fill the disk. Bodies, tokens and
personal data never come here: of an error only its class and the places it passed are written,
because its text may quote what somebody typed.
"""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from types import TracebackType

from flask import g, has_request_context, request
from flask.logging import default_handler

LONGEST_TEXT = 500


class JsonLines(logging.Formatter):
    """A record as one line: when, how bad, from where, what, and who asked for which page."""

    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.fromtimestamp(record.created, UTC)
        line: dict[str, object] = {
            "at": moment.isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "from": record.name,
            "what": record.getMessage()[:LONGEST_TEXT],
        }
        if has_request_context():
            line["user"] = g.get("user_id")
            line["page"] = f"{request.method} {request.endpoint}"
            line["ids"] = {k: v for k, v in (request.view_args or {}).items() if type(v) is int}
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            line["places"] = _places(record.exc_info[2])
        return json.dumps(line, ensure_ascii=True)


def write_json_lines() -> None:
    """Have all warnings and errors of this process written so, to the standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("portal.app").removeHandler(default_handler)


def _places(trace: TracebackType | None) -> list[str]:
    return [f"{one.filename}:{one.lineno} {one.name}" for one in traceback.extract_tb(trace)]
