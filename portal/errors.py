"""Domain errors: one tree, free of HTTP and of Flask.

A message is an English msgid for the clerk (what happened, what to do); `params` fill its
`%(name)s` places. The one handler in `web.py` translates it and answers with
`suggested_status_code`.
"""


class PapkaError(Exception):
    """What the portal refuses or cannot do; the message is fit for a clerk's eyes."""

    suggested_status_code = 400
    code = ""  # a short word, said with the message, by which the manual tells of the refusal

    def __init__(self, message: str, **params: object) -> None:
        super().__init__(message)
        self.message = message
        self.params = params

    def __str__(self) -> str:
        return self.message % self.params if self.params else self.message


class NotFound(PapkaError):
    """No such thing, or not within the reader's rights: the answers do not differ."""

    suggested_status_code = 404

    def __init__(self, message: str = "There is no such page, or it is not open to you.") -> None:
        super().__init__(message)


class Forbidden(PapkaError):
    """The reader may see the thing, but not do this with it."""

    suggested_status_code = 403

    def __init__(self, message: str = "Your role does not include this.", **params: object) -> None:
        super().__init__(message, **params)


class Invalid(PapkaError):
    """A value cannot be taken; `field` names where it stands, if it stands in a form."""

    suggested_status_code = 422

    def __init__(self, message: str, *, field: str = "", **params: object) -> None:
        super().__init__(message, **params)
        self.field = field


class Conflict(PapkaError):
    """The thing has moved on: the act no longer fits its state."""

    suggested_status_code = 409


class TooLarge(PapkaError):
    """More bytes, rows or pages than the portal takes."""

    suggested_status_code = 413


class Throttled(PapkaError):
    """Too many tries; `retry_after` seconds must pass."""

    suggested_status_code = 429

    def __init__(self, message: str, *, retry_after: int, **params: object) -> None:
        super().__init__(message, **params)
        self.retry_after = retry_after


class Unavailable(PapkaError):
    """A tool of the outside world does not answer; nothing was lost, the act may be repeated."""

    suggested_status_code = 503
