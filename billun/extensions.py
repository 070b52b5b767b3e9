"""The Flask extensions, unbound: `create_app` binds them."""

from __future__ import annotations

from flask_babel import Babel
from flask_compress import Compress
from flask_jwt_extended import JWTManager
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_mail import Mail
from flask_migrate import Migrate
from flask_smorest import Api
from flask_sqlalchemy import SQLAlchemy
from flask_wtf.csrf import CSRFProtect

from billun.models.base import Base


class QuietApi(Api):  # type: ignore[misc]
    """flask-smorest without its error documents: ours are made in blueprints/failures.py."""

    def _register_error_handlers(self) -> None:
        pass


db = SQLAlchemy(metadata=Base.metadata)
migrate = Migrate()
login = LoginManager()
csrf = CSRFProtect()
mail = Mail()
babel = Babel()
limiter = Limiter(key_func=get_remote_address)
jwt = JWTManager()
api = QuietApi()
compress = Compress()
