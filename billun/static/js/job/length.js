// The end of a job moves along with its start, so that it stays as long as it was. Times are those of a wall clock, without a zone.

const start = document.querySelector("[data-start]");
const end = document.querySelector("[data-end]");
let shown = start.value;

// Before the question who has time then is asked, which hears the same event further out.
start.addEventListener("change", () => {
  if (start.value && end.value && shown) end.value = moved(end.value, moment(start.value) - moment(shown));
  shown = start.value || shown;
});

function moved(text, by) {
  return new Date(moment(text) + by).toISOString().slice(0, 16);
}

// Counted as if the clocks never changed.
function moment(text) {
  return Date.parse(`${text.slice(0, 16)}Z`);
}
