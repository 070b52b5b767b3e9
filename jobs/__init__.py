"""RQ jobs: shallow, they take ids and are safe to run twice. Importing a job imports the application once."""

from billun import create_app

app = create_app()
