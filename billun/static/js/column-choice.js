// [data-column-choice]: the columns that are ticked are remembered on this device, in a cookie that the server reads.

document.addEventListener("change", ({ target }) => {
  const choice = target.closest("[data-column-choice]");
  if (!choice) return;
  const { columnChoice, changes } = choice.dataset;
  const names = [...choice.querySelectorAll("input:checked")].map((box) => box.value);
  document.cookie = `${columnChoice}=${names.join(".")}; path=/; max-age=${60 * 60 * 24 * 365}; samesite=lax`;
  globalThis.htmx.trigger(document.querySelector(changes), "columns");
});
