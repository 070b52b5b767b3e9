// [data-matching]: says at once when two columns of a file are taken for the same; the server would refuse it.

document.addEventListener("change", ({ target }) => {
  const form = target.closest("[data-matching]");
  if (form) mark(form);
});

function mark(form) {
  const selects = [...form.querySelectorAll("[data-head] select")];
  const counts = new Map();
  for (const { value } of selects) counts.set(value, (counts.get(value) ?? 0) + 1);
  for (const select of selects) {
    const isTwin = select.value !== "" && counts.get(select.value) > 1;
    select.classList.toggle("is-invalid", isTwin);
    select.closest("[data-head]").querySelector("[data-twin]").hidden = !isTwin;
  }
}
