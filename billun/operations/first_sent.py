"""What a record was first made from: the same request sent again finds the record, another one is a conflict."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from billun.models.coarse_place import coarsened

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def first_sent(form: DataclassInstance) -> dict[str, Any]:
    """A form in a canonical form of JSON, to keep and to compare."""
    content: dict[str, Any] = json.loads(json.dumps(asdict(form), default=str))
    return content


def says_the_same(kept: dict[str, Any], sent: dict[str, Any]) -> bool:
    """Whether a request says what the record was made from, whose place retention may have made coarse since."""
    return kept in (sent, coarsened(sent))
