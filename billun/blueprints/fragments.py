"""A page and its fragments share one URL; htmx says which fragment it wants to replace."""

from __future__ import annotations

from flask import request


def is_fragment(id: str) -> bool:
    """Whether htmx asks for the fragment with this id instead of the page around it."""
    return request.headers.get("HX-Target", "").endswith(f"#{id}")
