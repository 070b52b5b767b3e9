"""The UI kit's style sheet, cut to what our pages can use."""

from __future__ import annotations

import pytest

from bin.tabler import Cutter, closing

WORDS = {"card", "btn-", "open"}


@pytest.mark.parametrize(
    ("sheet", "left"),
    [
        ("body{color:red}", "body{color:red}"),
        (".card{a:b}.modal{a:b}", ".card{a:b}"),
        (".card,.modal{a:b}", ".card{a:b}"),
        (".card .modal{a:b}", ""),
        (".btn-primary:hover{a:b}", ".btn-primary:hover{a:b}"),
        (".card:not(.modal){a:b}", ".card:not(.modal){a:b}"),
        (":is(.card,.open) p{a:b}", ":is(.card,.open) p{a:b}"),
        ('.card[href=".modal"]{a:b}', '.card[href=".modal"]{a:b}'),
        ("@media print{.modal{a:b}}", ""),
        ("@media print{.card{a:b}.modal{a:b}}", "@media print{.card{a:b}}"),
        ("@keyframes spin{to{a:b}}", "@keyframes spin{to{a:b}}"),
        ('@charset "utf-8";.modal{a:b}', '@charset "utf-8";'),
        ('/* .card{ */.card{a:url("data:{}")}', '.card{a:url("data:{}")}'),
    ],
)
def test_a_rule_stays_when_a_page_can_use_it(sheet: str, left: str) -> None:
    assert Cutter(WORDS).cut(sheet) == left


def test_a_sheet_that_is_cut_off_is_not_taken_for_whole() -> None:
    with pytest.raises(ValueError, match="does not end"):
        closing(".card{a:b", 6)
