"""Jobs that see to it that what was erased is gone."""

from billun.operations.photo_care import remove_files_of_erased
from jobs import app


def sweep_erased_files() -> None:
    """Remove the files of lately erased photos once more: whoever erased them may have died before."""
    with app.app_context():
        remove_files_of_erased()
