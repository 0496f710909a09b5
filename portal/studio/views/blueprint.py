"""The blueprint that the pages of the studio share."""

from flask import Blueprint

blueprint = Blueprint("studio", __name__, url_prefix="/templates", template_folder="../templates")
