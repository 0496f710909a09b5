"""The peer of an ordinary page: Flask and the ORM alone, the same rows in a table, nothing else."""

from datetime import date

import sqlalchemy as sa
from flask import Flask, render_template_string
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship, selectinload

ROWS = 50
PAGE = """<!doctype html>
<title>Papers</title>
<table>
{% for paper in papers %}
<tr>
<td>{{ paper.number }}</td>
<td>{{ paper.dated_on }}</td>
<td>{{ paper.kind }}</td>
<td>{{ paper.title }}</td>
<td>{% for person in paper.people %}{{ person.name }} {% endfor %}</td>
<td>{{ paper.signatory }}</td>
</tr>
{% endfor %}
</table>
"""


class Base(DeclarativeBase):
    pass


class Person(Base):
    __tablename__ = "document_person"
    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(sa.ForeignKey("document.id"))
    name: Mapped[str]


class Paper(Base):
    __tablename__ = "document"
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str]
    dated_on: Mapped[date]
    kind: Mapped[str]
    title: Mapped[str]
    signatory: Mapped[str]
    people: Mapped[list[Person]] = relationship()


def bare_app(database_url: str) -> Flask:
    """An app with one page, on the database of the portal."""
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = database_url
    db = SQLAlchemy(model_class=Base)
    db.init_app(app)

    @app.get("/")
    def index() -> str:
        newest = sa.select(Paper).options(selectinload(Paper.people)).order_by(Paper.id.desc())
        return render_template_string(PAGE, papers=db.session.scalars(newest.limit(ROWS)).all())

    return app
