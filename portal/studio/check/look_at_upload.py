"""The program that looks at files sent in, as the door of the personnel files does."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from portal.files.examine import one_pdf
from portal.files.faults import FileFault
from portal.files.traces import traces
from portal.studio.check.apart import look_at_each
from portal.studio.check.trial import FILE


def look(home: Path, job: Mapping[str, Any]) -> Mapping[str, Any]:
    """Why it is refused, or what the copy that is shown does without."""
    data = (home / FILE).read_bytes()
    try:
        one_pdf([data])
    except FileFault as fault:
        return {"fault": fault.reason}
    return {"traces": traces(data, job["name"])}


if __name__ == "__main__":
    look_at_each(Path.cwd(), look)
