"""Work that would hold up the event loop goes to real threads."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

import gevent
from gevent import monkey

P = ParamSpec("P")
R = TypeVar("R")


def off_the_loop(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """What `work` returns, computed in gevent's thread pool where gevent runs, else right here.

    `work` must touch neither the database session nor the request.
    """
    if not monkey.is_module_patched("socket"):
        return work(*args, **kwargs)
    result: R = gevent.get_hub().threadpool.apply(work, args, kwargs)
    return result
