"""The two sections the pages of this package belong to."""

from flask import Blueprint

people = Blueprint("people", __name__, template_folder="../templates")
organisations = Blueprint("organisations", __name__, template_folder="../templates")
