"""Long work is done by one process at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from billun.operations.locks import one_process_at

Look = Callable[[Callable[[], Any]], Any]


def test_a_second_process_finds_the_work_taken(look: Look) -> None:
    def taken() -> list[bool]:
        with one_process_at("packing") as first, one_process_at("packing") as second:
            return [first, second]

    assert look(taken) == [True, False]


def test_another_work_is_free_and_the_first_is_again_afterwards(look: Look) -> None:
    def taken() -> list[bool]:
        with one_process_at("packing") as packing, one_process_at("painting") as painting:
            found = [packing, painting]
        with one_process_at("packing") as again:
            return [*found, again]

    assert look(taken) == [True, True, True]
