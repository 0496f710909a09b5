"""The catalogue of posts an organisation chooses from, and what it adds to it."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import audit, grammar
from portal.errors import Invalid, NotFound
from portal.extensions import db
from portal.forms import Form, Required, TextField
from portal.people.models import Organisation, PostTitle
from portal.people.posts import own_titles, post_titles
from portal.people.scope import find_organisation
from portal.people.views.blueprints import organisations as blueprint
from portal.permissions import Right, holds, requires
from portal.web import form_page, told_on


class TitleForm(Form):
    title = TextField(
        _l("Post"),
        [Required()],
        limit=200,
        description=_l("Without the subject: it is written where somebody holds the post."),
    )


@blueprint.route("/organisations/<int:organisation_id>/posts", methods=["GET", "POST"])
@requires(Right.MANAGE_ORGANISATION)
def posts(organisation_id: int) -> Response | tuple[str, int]:
    organisation = find_organisation(organisation_id, Right.MANAGE_ORGANISATION)
    form = TitleForm()
    if form.validate_on_submit():
        with told_on(form):
            _add(organisation, form.title.data)
            db.session.commit()
            flash(_("The post is added to the list."), "ok")
            return redirect(url_for("organisations.posts", organisation_id=organisation_id))
    return form_page(
        "organisations/posts.html",
        form,
        organisation=organisation,
        own=db.session.scalars(own_titles(organisation)).all(),
        shipped=grammar.shipped_posts(organisation.language),
    )


@blueprint.post("/post-titles/<int:title_id>/remove")
@requires(Right.MANAGE_ORGANISATION)
def remove_post_title(title_id: int) -> Response:
    """Take a title out of the list; posts already held keep their words."""
    title = db.session.get(PostTitle, title_id)
    if title is None or not holds(Right.MANAGE_ORGANISATION, title.owner_id or 0):
        raise NotFound
    _record("post-title-removed", title)
    db.session.delete(title)
    db.session.commit()
    flash(_("The post is taken out of the list."), "ok")
    return redirect(url_for("organisations.posts", organisation_id=title.owner_id))


def _add(organisation: Organisation, text: str) -> None:
    known = {title.casefold() for title in post_titles(organisation)}
    if text.casefold() in known:
        raise Invalid("This post is in the list already.", field="title")
    title = PostTitle(
        owner_id=organisation.id,
        language=organisation.language,
        title=text,
        sort_key=grammar.sort_key(text, organisation.language),
    )
    db.session.add(title)
    db.session.flush()
    _record("post-title-added", title)


def _record(action: str, title: PostTitle) -> None:
    audit.record(action, title, by_user_id=current_user.id, organisation_id=title.owner_id or 0)
