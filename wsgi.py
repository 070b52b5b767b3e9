"""What gunicorn serves: `gunicorn -c gunicorn.conf.py wsgi:app`."""

import sys

from billun import create_app
from billun.config import SettingError

try:
    app = create_app()
except SettingError as error:
    sys.exit(f"Billun does not start: {error}")
