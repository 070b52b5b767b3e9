import { drawn } from "billun/drive/draw";
import { fillEmergency } from "billun/drive/emergency";
import { newest } from "billun/drive/newest";
import { reportHead, reportRows, unsentRow } from "billun/drive/report-rows";
import { isOwn } from "billun/offline/entries";
import { ownReports } from "billun/offline/fleet";
import { outbox } from "billun/offline/outbox";

/**
 * The own reports ([data-own-reports]): what waits on this phone on top; the list from the copy when it has changed or
 * the server is not to be reached; and in place of a report's own page what the phone knows of it.
 */
for (const page of document.querySelectorAll("[data-own-reports]")) start(page);

function start(page) {
  const [, reference] = location.pathname.match(/^\/drive\/reports\/([^/]+)$/) ?? [];
  const part = (name) => page.querySelector(`[data-${name}]`);
  if (reference) return drawOne(part, decodeURIComponent(reference).toUpperCase());
  const drawUnsent = newest(unsentRows, (rows) => showUnsent(part, rows));
  const drawKnown = newest(knownRows, (rows) => rows.length && part("reports").replaceChildren(...rows));
  const drawAll = () => drawKnown().then(drawUnsent);
  outbox.addEventListener("change", drawUnsent);
  window.addEventListener("billun:fleet", drawAll);
  window.addEventListener("billun:unreachable", drawAll);
  if (navigator.onLine) drawUnsent();
  else drawAll();
}

async function unsentRows() {
  const waiting = (await outbox.entries()).filter((entry) => isOwn(entry) && ["report", "photos"].includes(entry.kind));
  return Promise.all(waiting.map(unsentRow));
}

function showUnsent(part, rows) {
  part("unsent-reports").hidden = rows.length === 0;
  part("unsent-reports").querySelector("[data-rows]").replaceChildren(...rows);
  part("no-reports").hidden = rows.length > 0 || part("reports").children.length > 0;
  drawn();
}

async function knownRows() {
  return reportRows(await ownReports());
}

async function drawOne(part, reference) {
  const report = (await ownReports()).find((one) => one.reference === reference);
  part("reports").replaceChildren();
  part("no-reports").hidden = true;
  part("report-unknown").hidden = Boolean(report);
  document.querySelector(".drive-bar h1").textContent = reference;
  if (report) part("one-report").replaceChildren(await reportHead(report));
  if (report && !OVER.includes(report.status)) await offerMore(part, report);
  drawn();
}

const OVER = ["resolved", "closed", "dismissed", "withdrawn"];

// What is open takes photos at any time; where it must not move, help is one touch away.
async function offerMore(part, { id, reference, criticality }) {
  const { addPhotosTo } = await import("billun/drive/add-photos");
  const block = part("open-report").content.firstElementChild.cloneNode(true);
  const form = block.querySelector("[data-add-photos]");
  Object.assign(form.dataset, { addPhotos: id, reference });
  form.toggleAttribute("data-urgent", criticality === "red");
  part("one-report").append(block);
  if (criticality === "red") await fillEmergency(block);
  else block.querySelector("[data-emergency]").remove();
  addPhotosTo(form);
}
