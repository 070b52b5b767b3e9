"""What gunicorn serves: `gunicorn -c gunicorn.conf.py wsgi:app`."""

from billun.starting import started_app

app = started_app()
