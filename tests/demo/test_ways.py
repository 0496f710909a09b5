"""Every page can be found: from the desk of some role, links lead to it."""

import re
from collections import Counter
from urllib.parse import parse_qs, urlsplit

import sqlalchemy as sa
from werkzeug.exceptions import HTTPException

from portal.accounts.models import User
from portal.demo.furnish import give_passwords
from portal.extensions import db
from portal.jobs import jobs
from tests.factories import sign_in

LINK = re.compile(r'(?:href|src|action)="(/[^"#]*)')
SAMPLES = 3  # views of one page, asked for in one way, that are looked at

# Pages that come after an act, or that a furnished portal has no reason to show.
WITHOUT_LINK = {
    "static",
    "home.first_start",  # before there are users
    "accounts.sign_in",  # whoever follows links has signed in
    "people.import_run",  # after a list was brought
    "people.namesakes_of",  # for whom others of the same name were corrected
    *("batches.show", "batches.edit", "batches.work_done"),  # when a batch has been begun
    *("batches.print_file", "batches.zip_file", "batches.export"),
    "documents.print_file",  # the answer to printing
    "documents.pdf_state",  # while a PDF is being made
    # when a Word file of one's own was brought
    *(
        "studio.edit_kind",
        "studio.by_example",
        "studio.compare_versions",
        "studio.preview",
        "studio.preview_picture",
        "studio.question",
        "studio.version",
        "studio.with_comments",
        "studio.file",
    ),
}


class Walk:
    """One role's way along all links, from the desk."""

    def __init__(self, browser):
        self.browser = browser
        self.addresses = browser.application.url_map.bind("localhost")
        self.seen, self.views = set(), Counter()

    def go(self):
        waiting, met = ["/"], {"/"}
        while waiting:
            path = waiting.pop()
            view = _view(path)
            if self.views[view] >= SAMPLES:
                continue
            self.views[view] += 1
            answer = self.browser.get(path, follow_redirects=True)
            self.seen |= {self._endpoint(path), self._endpoint(answer.request.path)}
            if answer.mimetype == "text/html":
                fresh = {link.replace("&amp;", "&") for link in LINK.findall(answer.text)} - met
                met |= fresh
                waiting += sorted(fresh)

    def _endpoint(self, path):
        try:
            return self.addresses.match(urlsplit(path).path, method="GET")[0]
        except HTTPException:
            return None


def _view(path):
    """The page and what it is asked about, whatever the answer to that is."""
    page, _, query = path.partition("?")
    return page, frozenset(parse_qs(query, keep_blank_values=True))


def test_links_lead_to_every_page(furnished):
    jobs(furnished).run_sweeps()
    jobs(furnished).run_pending()
    passwords = {login.login: login.password for login in give_passwords()}
    seen = set()
    lyceum_and_district = sa.select(User).where(~User.login.startswith("zaozernaya"))
    for user in db.session.scalars(lyceum_and_district).all():
        browser = furnished.test_client()
        sign_in(browser, user, passwords[user.login])
        walk = Walk(browser)
        walk.go()
        seen |= walk.seen
    pages = {rule.endpoint for rule in furnished.url_map.iter_rules() if "GET" in rule.methods}

    lost = pages - seen - WITHOUT_LINK
    assert not lost, ", ".join(sorted(lost))
