import { drawn, piece } from "billun/drive/draw";
import { equipmentRows } from "billun/drive/equipment-rows";

/** Fills #results with what the phone found, as templates/drive/_results.html draws what the server did. */
export async function drawFound(items, query) {
  const rows = await equipmentRows(items);
  const list = Object.assign(document.createElement("ul"), { className: "equipment-rows" });
  list.append(...rows);
  show(query, query ? [list, reportAnyway(query, "btn-quiet")] : []);
}

/** Says that nothing was found, or that without a network and a copy nothing can be. */
export async function drawNothing(query, { copy }) {
  const words = copy ? piece("nothing-found", { title: query }) : piece("no-copy");
  show(query, [...words.childNodes, reportAnyway(query, "btn-primary")]);
}

function reportAnyway(query, dress) {
  const link = piece("report-anyway");
  link.classList.add(dress);
  link.href += `?q=${encodeURIComponent(query)}`;
  return link;
}

function show(query, parts) {
  const results = document.querySelector("#results");
  Object.assign(results.dataset, { query, drawn: query });
  results.replaceChildren(...parts);
  drawn();
}
