"""Drafts: kept after every step, gone on with, thrown away."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.offline.pocket import SHOTS, Pocket

pytestmark = pytest.mark.browser

BEGUN = {
    "kind": "report",
    "path": "/drive/report",
    "startedAt": "2026-11-23T08:00:00Z",
    "answers": {},
}


def test_the_latest_draft_of_a_page_is_found_again(pocket: Pocket) -> None:
    keep(pocket, id="a", answers={"category": "tyres"}, step="part")
    keep(pocket, id="b", answers={"category": "brakes"})
    keep(pocket, id="c", path="/drive/stop")
    keep(pocket, id="a", answers={"category": "cab"}, step="photos")
    draft = drafts(pocket, "draftAt('/drive/report')")
    assert (draft["id"], draft["answers"], draft["step"]) == ("a", {"category": "cab"}, "photos")
    assert [one["id"] for one in drafts(pocket, "allDrafts()")] == ["a", "c", "b"]
    assert drafts(pocket, "draftAt('/drive/scan')") is None


def test_drafts_of_others_are_not_shown(pocket: Pocket) -> None:
    keep(pocket, id="a", membership=str(pocket.cast.other_driver.membership_id))
    assert drafts(pocket, "allDrafts()") == []
    assert len(pocket.rows("drafts")) == 1


def test_photos_are_kept_byte_for_byte_and_counted(pocket: Pocket) -> None:
    pocket.page.evaluate(SHOTS)
    before = pocket.page.evaluate(KEEP_THREE, "a")
    keep(pocket, id="a")
    assert pocket.rows("drafts")[0]["photos"] == 3
    pocket.page.reload()
    after = pocket.page.evaluate(HASHES, "a")
    assert after == before


def test_a_draft_goes_with_its_photos(pocket: Pocket) -> None:
    pocket.page.evaluate(SHOTS)
    pocket.page.evaluate(KEEP_THREE, "a")
    pocket.page.evaluate(KEEP_THREE, "b")
    keep(pocket, id="a")
    drafts(pocket, "discardDraft('a')")
    assert pocket.rows("drafts") == []
    assert {photo["of"] for photo in pocket.rows("photos")} == {"b"}


def test_a_draft_that_was_sent_neither_comes_back_nor_takes_its_photos_away(pocket: Pocket) -> None:
    pocket.page.context.set_offline(True)
    id = pocket.report()
    keep(pocket, id=id)
    drafts(pocket, f"discardDraft('{id}')")
    assert pocket.rows("drafts") == []
    assert len(pocket.rows("photos")) == 4


KEEP_THREE = """
async (id) => {
  const { keepPhoto } = await import("billun/offline/drafts");
  const shots = await taken(3);
  for (const [place, shot] of shots.entries()) await keepPhoto(id, { ...shot, takenAt: new Date(place * 1000) });
  return shots.map(({ id, guide, sha256 }, place) => [id, guide, sha256, place * 1000]);
}
"""
HASHES = """
async (id) => {
  const { photosOf } = await import("billun/offline/drafts");
  const { fingerprint } = await import("billun/drive/fingerprint");
  const shots = await photosOf(id);
  return Promise.all(shots.map(async ({ id, guide, blob, takenAt }) => [id, guide, await fingerprint(blob), +takenAt]));
}
"""


def keep(pocket: Pocket, **draft: Any) -> None:
    keeping = "draft => import('billun/offline/drafts').then(({ keepDraft }) => keepDraft(draft))"
    pocket.page.evaluate(keeping, BEGUN | draft)
    # Drafts are told apart by the moment they were kept.
    pocket.page.wait_for_timeout(5)


def drafts(pocket: Pocket, call: str) -> Any:
    return pocket.page.evaluate(f"import('billun/offline/drafts').then((drafts) => drafts.{call})")
