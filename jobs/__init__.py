"""RQ jobs: shallow, they take ids and are safe to run twice. Importing a job imports the application once."""

from billun.starting import started_app

app = started_app()
