"""The portal as a WSGI application, with the settings of this machine."""

from portal.app import create_app
from portal.config import Config

app = create_app(Config.from_environment())
