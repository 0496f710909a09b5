"""No page says a word of its own: in a language made up here every text stands in brackets.

What stands outside of them must be data: words of the database (names also in other cases), titles
of the catalogue of papers, names of formats.
"""

import calendar
import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from werkzeug.exceptions import HTTPException

from portal.accounts.models import User
from portal.demo.furnish import give_passwords
from portal.extensions import db
from portal.jobs import jobs
from portal.people.models import Organisation
from tests.browser.served import ROOT
from tests.documents.papers import CATALOGUE
from tests.factories import sign_in

NAMES = ["aria-label", "placeholder", "title", "alt", "data-one", "data-few", "data-many"]
SILENT = {"script", "style", "kbd", "code"}
EMPTY = {"input", "br", "img", "meta", "link", "hr", "use", "path", "circle", "rect", "line"}
INNERMOST = re.compile("⟦[^⟦⟧]*⟧")
FINGERPRINT = re.compile(r"SHA-256 [\w …]+")
WORD = re.compile(r"[^\W\d_]{2,}")
FORMATS = {"Excel", "PDF", "CSV", "ZIP", "Word", "QR", "SHA", "Ctrl", "English", "IBAN"}
CODES = {"БИК", "ИНН", "КПП", "ОГРН", "ОКПО"}  # said so in every language
FILES = {"scan", "png"}  # the file that somebody of the demo has sent
LINK = re.compile(r'href="(/[^"#]*)')
SAMPLES = {"documents.show": 4, "files.show": 9}


@pytest.fixture
def bracketed(furnished, tmp_path):
    """The furnished portal, whose English puts every text into brackets."""
    for language in ("en", "uk", "ru"):  # print forms are in the language of the school
        _write_brackets(tmp_path / "made-up", language)
    babel = furnished.extensions["babel"]
    babel.translation_directories[:] = [str(tmp_path / "made-up")]
    db.session.execute(sa.update(User).values(language="en"))
    db.session.commit()
    known = babel.instance.domain_instance.cache  # of the process, not of this portal alone
    known.clear()
    yield furnished
    known.clear()


def _write_brackets(folder, language):
    with (ROOT / "portal/translations/uk/LC_MESSAGES/messages.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    for message in catalogue:
        if message.id:
            message.string = _in_brackets(message.id, catalogue.num_plurals)
    target = folder / language / "LC_MESSAGES"
    target.mkdir(parents=True)
    with (target / "messages.mo").open("wb") as file:
        write_mo(file, catalogue)


def _in_brackets(text, plurals):
    if isinstance(text, tuple):
        one, many = text
        return tuple(f"⟦{form}⟧" for form in (one, *[many] * (plurals - 1)))
    return f"⟦{text}⟧"


class Texts(HTMLParser):
    """All that a page says, in its text and in the names of its parts."""

    def __init__(self):
        super().__init__()
        self.said, self.silent = [], []

    def handle_starttag(self, tag, attributes):
        known = dict(attributes)
        if tag not in EMPTY:
            foreign = known.get("lang", "") not in ("", "en") or "data-literal" in known
            self.silent.append(tag in SILENT or foreign or self._is_silent())
        self.said += [known[name] for name in NAMES if known.get(name)]

    def handle_endtag(self, tag):
        if tag not in EMPTY:
            self.silent.pop()

    def _is_silent(self):
        return bool(self.silent) and self.silent[-1]

    def handle_data(self, data):
        if not self._is_silent():
            self.said.append(data)


def outside(text):
    """The words of a text that stand in no brackets."""
    before, text = None, FINGERPRINT.sub(" ", text)
    while before != text:
        before, text = text, INNERMOST.sub(" ", text)
    return WORD.findall(text)


def words_of_data():
    """Every word that the database or the catalogue of papers holds.

    Of words in Latin letters those of logins and addresses only: the database keeps English words
    for states and acts, which pages have to say in the reader's language.
    """
    texts = []
    for table in db.metadata.sorted_tables:
        texts += map(str, db.session.execute(sa.select(table)))
    words = {word for word in WORD.findall(" ".join(texts).casefold()) if not word.isascii()}
    spelled = [str(kind.manifest) for kind in CATALOGUE]
    spelled += [file.read_text("utf-8") for file in (ROOT / "portal").rglob("*.toml")]
    spelled += db.session.scalars(sa.select(User.login)).all()
    spelled += db.session.scalars(sa.select(Organisation.email)).all()
    spelled += [*calendar.day_name, *calendar.month_name]
    return words | set(WORD.findall(" ".join(spelled).casefold()))


class Judge:
    """Walks the pages of one user and notes words that are neither in brackets nor data."""

    def __init__(self, browser, data):
        self.browser, self.data = browser, data
        self.addresses = browser.application.url_map.bind("localhost")
        self.seen, self.faults = {}, []
        self.stems = {word[: max(3, len(word) - 3)] for word in data}

    def go(self):
        waiting, met = ["/"], {"/"}
        while waiting:
            path = waiting.pop(0)
            endpoint = self._endpoint(path)
            if endpoint is None or self.seen.get(endpoint, 0) >= SAMPLES.get(endpoint, 1):
                continue
            self.seen[endpoint] = self.seen.get(endpoint, 0) + 1
            answer = self.browser.get(path, follow_redirects=True)
            if answer.mimetype == "text/html":
                self._judge(path, answer.text)
                fresh = {one.replace("&amp;", "&") for one in LINK.findall(answer.text)} - met
                met |= fresh
                waiting += sorted(fresh)

    def _endpoint(self, path):
        try:
            return self.addresses.match(urlsplit(path).path, method="GET")[0]
        except HTTPException:
            return None

    def _judge(self, path, html):
        page = Texts()
        page.feed(html)
        for text in page.said:
            strange = [word for word in outside(text) if not self._is_data(word)]
            if strange:
                self.faults.append((path, " ".join(strange), " ".join(text.split())[:70]))

    def _is_data(self, word):
        if word in FORMATS | CODES | FILES or word.casefold() in self.data:
            return True
        stem = word.casefold()[: max(3, len(word) - 3)]
        return not word.isascii() and any(one.startswith(stem) for one in self.stems)


def test_no_page_of_any_role_says_a_word_that_is_not_translated(bracketed):
    jobs(bracketed).run_sweeps()
    jobs(bracketed).run_pending()
    data, passwords = words_of_data(), {one.login: one.password for one in give_passwords()}
    faults, pages = [], 0
    for user in db.session.scalars(sa.select(User)).all():
        browser = bracketed.test_client()
        sign_in(browser, user, passwords[user.login])
        judge = Judge(browser, data)
        judge.go()
        faults += judge.faults
        pages += sum(judge.seen.values())

    assert pages > 100
    assert not faults, "\n".join(sorted({"  |  ".join(fault) for fault in faults}))


def test_a_word_of_a_page_itself_is_found(bracketed):
    judge = Judge(bracketed.test_client(), words_of_data())
    judge._judge("/", "<p>⟦Papers⟧ Hello <b>Коваль</b></p><p title='усім'>⟦Yes⟧</p>")

    assert [words for _path, words, _text in judge.faults] == ["Hello", "усім"]


def test_the_pages_before_signing_in_say_no_such_word(bracketed):
    judge = Judge(bracketed.test_client(), words_of_data())
    judge.go()

    assert judge.seen
    assert not judge.faults
