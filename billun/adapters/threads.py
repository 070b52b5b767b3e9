"""Work that would hold up the event loop goes to real threads."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

import gevent
from gevent import monkey
from gevent.util import wrap_errors

P = ParamSpec("P")
R = TypeVar("R")


def off_the_loop(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """What `work` returns, computed in gevent's thread pool where gevent runs, else right here.

    `work` must touch neither the database session nor the request. What it raises is raised here.
    """
    if not monkey.is_module_patched("socket"):
        return work(*args, **kwargs)
    # Raised in the pool, gevent would print it as well, as if nobody had caught it.
    pool = gevent.get_hub().threadpool
    result: R | Exception = pool.apply(wrap_errors((Exception,), work), args, kwargs)
    if isinstance(result, Exception):
        raise result
    return result
