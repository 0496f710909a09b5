"""A small application with the real shell, macros, fields and static files, and sample pages.

The people and papers on the pages are samples.
"""

import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace as Sample

import pytest
from flask import Flask, flash, render_template, render_template_string, request
from flask_babel import Babel
from flask_wtf import CSRFProtect
from werkzeug.serving import make_server
from wtforms import BooleanField, FieldList, FormField

from portal.assets import init_assets
from portal.forms import (
    ChoiceField,
    DateField,
    FileField,
    Form,
    IntegerField,
    LongTextField,
    MoneyField,
    PeopleField,
    PersonField,
    RadiosField,
    Required,
    RowForm,
    TextField,
    TicksField,
)

PORTAL = Path(__file__).parents[2] / "portal"
PAGES = ("list", "form", "detail", "parts", "door")
LANGUAGES = {"uk": "Українська", "ru": "Русский", "en": "English"}
POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'self'"
)
PEOPLE = [
    (1, "Ткач Андрій Петрович"),
    (2, "Гриць Богдан Ілліч"),
    (3, "Швець Микола Лук’янович"),
    (4, "Дюбуа Софі"),
    (5, "Нечай-Левицька Ольга Юріївна"),
    (6, "Чорна Надія Григорівна"),
]


class Lesson(RowForm):
    day = DateField("Дата")
    topic = TextField("Тема")
    hours = IntegerField("Годин", most=100)


class Paper(Form):
    subject = TextField("Про що", [Required()], description="Так буде в журналі.")
    kind = ChoiceField("Вид", choices=[("order", "Наказ"), ("referral", "Направлення")])
    start = DateField("Дата початку", [Required()])
    hours = IntegerField("Годин", [Required()], least=1, most=500)
    money = MoneyField("Сума, грн")
    mode = RadiosField("Форма", choices=[("on", "з відривом"), ("off", "без"), ("other", "інша")])
    note = LongTextField("Примітка")
    people = PeopleField("Кого направити", choices=PEOPLE, details={1: "викладач, справа № 17"})
    head = PersonField("Хто підписує", choices=PEOPLE[:2])
    copies = TicksField("Кому копії", choices=[("a", "бухгалтерії"), ("b", "до справи")])
    scan = FileField("Договір, скан", accept=".pdf", limit=1024 * 1024)
    rows = FieldList(FormField(Lesson), "Заняття", min_entries=2)
    keep = BooleanField("Запам’ятати ці значення")


def shell() -> dict[str, object]:
    """What the portal's context processor gives to base.html."""
    chosen = request.args.get("lang", "uk")
    tabs = [
        Sample(label="Стіл", href="/", icon="house", count=0, current=False),
        Sample(label="Папери", href="/page/list", icon="file-earmark-text", count=20, current=True),
        Sample(label="Люди", href="/", icon="people", count=0, current=False),
    ]
    return {
        "nav": tabs,
        "thumb": tabs if "thumb" in request.args else [],
        "me": Sample(name="Ірина Ткач", role="секретар, ДНЗ «ВПЛМ»"),
        "organisation_name": "ДНЗ «ВПЛМ»",
        "languages": [
            Sample(code=code, name=name, current=code == chosen) for code, name in LANGUAGES.items()
        ],
        "links": dict.fromkeys(
            ("home", "search", "new_paper", "profile", "sign_out", "language"), "/page/list"
        ),
    }


@pytest.fixture(scope="session")
def face() -> Flask:
    app = Flask("portal", root_path=str(PORTAL))
    app.testing = True
    app.config.update(SECRET_KEY="a key for tests only", WTF_CSRF_CHECK_DEFAULT=False)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    CSRFProtect(app)
    Babel(app, locale_selector=lambda: request.args.get("lang", "uk"))
    init_assets(app)
    app.context_processor(shell)

    @app.after_request
    def set_policy(response):
        response.headers["Content-Security-Policy"] = POLICY
        return response

    @app.route("/page/<name>", methods=["GET", "POST"])
    def page(name):
        form = Paper(meta={"csrf": "bare" not in request.args}, sources={"hours": "computed"})
        if request.method == "POST" and not form.grown():
            form.validate()
        if "done" in request.args:
            flash("Зареєстровано № 45-к/тр і 12 витягів.", "ok")
        pages = Sample(
            total=246, first=51, last=100, has_prev=True, has_next=True, prev_num=1, next_num=3
        )
        source = (Path(__file__).parent / f"{name}.html").read_text("utf-8")
        return render_template_string(source, form=form, page=pages)

    @app.post("/saved")
    def saved():
        return "", 204

    @app.get("/error/<int:status>")
    def error(status):
        return render_template("error.html", status=status, message="Чого не сталося і що робити.")

    return app


@pytest.fixture
def browse(face):
    """Fetch a page of the samples as text."""
    client = face.test_client()
    return lambda path, **data: (
        client.post(path, data=data) if data else client.get(path)
    ).get_data(as_text=True)


@pytest.fixture(scope="session")
def address(face) -> Iterator[str]:
    """The samples on a free port of this machine."""
    server = make_server("127.0.0.1", 0, face, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
