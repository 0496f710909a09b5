"""Why a file that came from outside is not taken, as a word; the sentences stand in `intake.py`."""


class FileFault(Exception):
    """The file is refused; `reason` is a key of `intake.FAULTS`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
