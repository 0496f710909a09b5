"""The desk: what waits for the person who has come in."""

from flask import Blueprint, render_template

from portal.home.navigation import surroundings
from portal.permissions import signed_in

blueprint = Blueprint("home", __name__, template_folder="templates")
blueprint.app_context_processor(surroundings)


@blueprint.get("/")
@signed_in
def index() -> str:
    return render_template("home/index.html")
