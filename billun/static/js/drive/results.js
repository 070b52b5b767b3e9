import { drawn, piece } from "billun/drive/draw";
import { equipmentRows } from "billun/drive/equipment-rows";

/** What the phone found, as templates/drive/_results.html draws what the server did. */
export async function foundOnes(items, query) {
  const list = Object.assign(document.createElement("ul"), { className: "equipment-rows" });
  list.append(...(await equipmentRows(items)));
  return [list, reportAnyway(query, "btn-quiet")];
}

/** Says that nothing was found, or that without a network and a copy nothing can be. */
export function nothing(query, { copy }) {
  const words = copy ? piece("nothing-found", { title: query }) : piece("no-copy");
  return [...words.childNodes, reportAnyway(query, "btn-primary")];
}

/** Fills #results with these, the answer to what was asked. */
export function show(query, parts) {
  const results = document.querySelector("#results");
  Object.assign(results.dataset, { query, drawn: query });
  results.replaceChildren(...parts);
  drawn();
}

function reportAnyway(query, dress) {
  const link = piece("report-anyway");
  link.classList.add(dress);
  link.href += `?q=${encodeURIComponent(query)}`;
  return link;
}
