// [data-selection]: ticked rows stay ticked while the list is fetched anew; a bar says how many, and may mean all that were found.

const chosen = new Set();
let allOf = null;

document.addEventListener("change", ({ target }) => {
  const form = target.closest("[data-selection]");
  if (!form || !target.matches("[data-tick], [data-tick-all]")) return;
  const changed = target.matches("[data-tick-all]") ? ticks(form) : [target];
  for (const tick of changed) chosen[target.checked ? "add" : "delete"](tick.value);
  show();
});

document.addEventListener("click", ({ target }) => {
  if (target.closest("[data-choose-all]")) allOf = scope();
  if (target.closest("[data-choose-none]")) forget();
  if (target.closest("[data-choose-all], [data-choose-none]")) show();
});

document.addEventListener("htmx:after:swap", show);
show();

function show() {
  const form = document.querySelector("[data-selection]");
  if (!form) return;
  // "All" meant what was found then, not what another filter finds now.
  if (allOf !== scope()) allOf = null;
  const present = ticks(form);
  for (const id of [...chosen]) if (!present.some((tick) => tick.value === id)) chosen.delete(id);
  for (const tick of present) {
    tick.checked = allOf !== null || chosen.has(tick.value);
    tick.disabled = allOf !== null;
  }
  showBar(form, present.length);
}

function showBar(form, rows) {
  const count = form.querySelector("[data-selection-count]");
  count.textContent = allOf === null ? count.dataset.text.replace("{number}", chosen.size) : count.dataset.textAll;
  form.classList.toggle("has-chosen", allOf !== null || chosen.size > 0);
  form.querySelector("[data-selection-all]").disabled = allOf === null;
  const every = form.querySelector("[data-tick-all]");
  every.checked = allOf !== null || chosen.size === rows;
  every.indeterminate = !every.checked && chosen.size > 0;
  for (const link of form.querySelectorAll("[data-with-ids]")) link.href = withIds(link.href);
}

function withIds(href) {
  const url = new URL(href);
  url.searchParams.delete("ids");
  if (allOf === null) for (const id of chosen) url.searchParams.append("ids", id);
  return url.href;
}

function forget() {
  chosen.clear();
  allOf = null;
}

function scope() {
  return document.querySelector("[data-filtered]")?.getAttribute("hx-get") ?? "";
}

function ticks(form) {
  return [...form.querySelectorAll("[data-tick]")];
}
