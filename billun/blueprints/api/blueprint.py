"""The blueprint that every resource of the API is: errors are problem documents, not smorest's own."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint


class Resource(Blueprint):  # type: ignore[misc]
    """A flask-smorest blueprint whose answers carry no pagination header of its own."""

    PAGINATION_HEADER_NAME = None

    def __init__(self, name: str, description: str) -> None:
        super().__init__(f"api_{name}", __name__, description=description)


Json = dict[str, Any]
