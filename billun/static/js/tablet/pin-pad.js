// [data-pin-pad]: its buttons type into the PIN's field, for a hand in a glove. Without scripts the field itself is there.

const pad = document.querySelector("[data-pin-pad]");
const field = document.querySelector("[data-pin]");

pad.addEventListener("click", (event) => {
  const key = event.target.closest("button[data-key]");
  if (!key) return;
  if (key.dataset.key === "back") field.value = field.value.slice(0, -1);
  else if (field.value.length < field.maxLength) field.value += key.dataset.key;
});
