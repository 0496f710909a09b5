"""The addresses of this package: one's own hours, certificates on their way, the ledger."""

from flask import Blueprint, g

my_hours = Blueprint("my_hours", __name__, template_folder="../templates", url_prefix="/my-hours")
certificates = Blueprint(
    "certificates", __name__, template_folder="../templates", url_prefix="/certificates"
)
hours = Blueprint("hours", __name__, template_folder="../templates", url_prefix="/hours")


@certificates.before_request
def stand_under_hours() -> None:
    """The queue of certificates belongs to the index tab of hours."""
    g.section = "hours"
