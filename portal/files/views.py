"""The personnel file on the screen."""

from flask import Blueprint

blueprint = Blueprint("files", __name__, template_folder="templates")
