import { combination, letGo } from "billun/drive/combination";
import { drawn, moment, piece } from "billun/drive/draw";
import { equipmentRows } from "billun/drive/equipment-rows";
import { reportRows } from "billun/drive/report-rows";
import { allDrafts } from "billun/offline/drafts";
import { ownReports } from "billun/offline/fleet";
import { worded } from "billun/offline/wording";

const REPORTS = 2;

/**
 * What was at hand last, as this phone knows it: the combination and the drafts at once; the own reports when the copy
 * has changed, or when the server cannot be reached and the page may be an old one.
 */
export async function drawLately(lately) {
  if (!lately.dataset.watched) watch(lately);
  await Promise.all([drawCombination(lately), drawDrafts(lately)]);
  if (!navigator.onLine) await drawReports(lately);
  drawn();
}

function watch(lately) {
  lately.dataset.watched = "";
  const again = async () => {
    await Promise.all([drawCombination(lately), drawReports(lately)]);
    drawn();
  };
  window.addEventListener("billun:fleet", again);
  window.addEventListener("billun:unreachable", again);
}

async function drawCombination(lately) {
  const items = await combination();
  const rows = await equipmentRows(items);
  const parts = rows.map((row, place) => part(lately, row, items[place]));
  fillSection(lately.querySelector("[data-combination]"), parts);
  leaveOut(lately.querySelector("[data-recent]"), items);
}

function part(lately, row, { family }) {
  const element = piece("part-of-combination");
  element.querySelector("[data-row]").append(row);
  element.querySelector("[data-let-go]").addEventListener("click", async () => {
    await letGo(family);
    await drawCombination(lately);
    document.querySelector("#q").focus();
  });
  return element;
}

// What is shown as a part of the combination is not shown again below.
function leaveOut(section, items) {
  const rows = [...section.querySelectorAll(".equipment-row")];
  const isShown = (row) => items.some(({ billun_id }) => row.querySelector("a").pathname.endsWith(`/${billun_id}`));
  rows.forEach((row) => (row.hidden = isShown(row)));
  section.hidden = rows.every((row) => row.hidden);
}

async function drawDrafts(lately) {
  fillSection(lately.querySelector("[data-drafts]"), (await allDrafts()).map(draftRow));
}

function draftRow(draft) {
  const row = piece("draft");
  const [title, kind] = ["title", "kind"].map((name) => row.querySelector(`[data-place="${name}"]`));
  title.textContent = draft.equipment?.title || worded(title, "unknown");
  kind.textContent = worded(kind, draft.kind);
  row.querySelector('[data-place="moment"]').replaceWith(moment(draft.startedAt));
  row.querySelector("a").href = draft.path;
  return row;
}

async function drawReports(lately) {
  const reports = (await ownReports()).slice(0, REPORTS);
  if (reports.length) fillSection(lately.querySelector("[data-last-reports]"), await reportRows(reports));
}

function fillSection(section, rows) {
  section.querySelector("[data-rows]").replaceChildren(...rows);
  section.hidden = rows.length === 0;
  const empty = document.querySelector("[data-find-empty]");
  if (rows.length && empty) empty.hidden = true;
}
