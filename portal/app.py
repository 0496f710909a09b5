"""Wiring: configuration, tools and feature packages become one Flask application."""

from datetime import timedelta

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from portal import commands
from portal.accounts.views import blueprints as accounts
from portal.antivirus import antivirus_at
from portal.clock import SystemClock
from portal.config import ROOT, Config
from portal.converters import PdfTools
from portal.documents.catalogue import take_kinds_from
from portal.documents.kind_folders import load_catalogue
from portal.documents.views import blueprints as documents
from portal.extensions import (
    Services,
    babel,
    configure_database,
    csrf,
    db,
    login_manager,
    migrate,
)
from portal.files.views import blueprint as files
from portal.home.views import administration
from portal.home.views import blueprint as home
from portal.hours.views import blueprints as hours
from portal.jobs import init_jobs
from portal.mail import NoMailer, SmtpMailer
from portal.people.views import blueprints as people
from portal.storage import FileStore
from portal.studio.kinds import KindsOfOrganisations
from portal.studio.views import blueprint as studio
from portal.web import chosen_language, init_web


def create_app(config: Config, services: Services | None = None) -> Flask:
    """The portal as a WSGI application; `services` replaces the outside world as a whole."""
    app = Flask(__name__)
    app.config.update(
        SECRET_KEY=config.secret_key,
        SQLALCHEMY_DATABASE_URI=config.database_url,
        MAX_CONTENT_LENGTH=config.max_body,
        MAX_FORM_MEMORY_SIZE=config.max_body,
        SESSION_COOKIE_NAME="__Host-papka" if config.is_tls else "papka",
        SESSION_COOKIE_SECURE=config.is_tls,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(seconds=config.absolute_timeout),
        IDLE_TIMEOUT=timedelta(seconds=config.idle_timeout),
        SEND_FILE_MAX_AGE_DEFAULT=timedelta(days=30),
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions["config"] = config
    app.extensions["papka"] = services or real_services(config)
    app.extensions["catalogue"] = load_catalogue(config.doc_templates)
    take_kinds_from(app, KindsOfOrganisations(app.extensions["catalogue"]))
    init_jobs(app, str(config.instance / "jobs.db") if config.runs_jobs else None)
    db.init_app(app)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"), render_as_batch=True)
    for extension in (login_manager, csrf):
        extension.init_app(app)
    babel.init_app(app, locale_selector=chosen_language)
    init_web(app)
    for blueprint in (*accounts, home, administration, files, *people, *documents, studio, *hours):
        app.register_blueprint(blueprint)
    commands.register(app)
    if config.is_behind_proxy:
        app.wsgi_app = ProxyFix(app.wsgi_app)  # type: ignore[method-assign]
    with app.app_context():
        configure_database(app, lock_file=config.instance / "write.lock")
    return app


def real_services(config: Config) -> Services:
    """The tools of this machine."""
    mailer = SmtpMailer(config.mail_url, config.mail_from) if config.mail_url else NoMailer()
    return Services(
        store=FileStore(config.instance / "files"),
        pdf=PdfTools(),
        mailer=mailer,
        clock=SystemClock(),
        antivirus=antivirus_at(config.antivirus),
    )
