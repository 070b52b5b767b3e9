// [data-fill="id" data-fill-with="text"]: one touch writes the text into the field, and chooses the radio button of `data-fill-choice`.

document.addEventListener("click", (event) => {
  const offer = event.target.closest("[data-fill]");
  if (!offer) return;
  const field = document.getElementById(offer.dataset.fill);
  const choice = field.form.querySelector(`input[type="radio"][value="${offer.dataset.fillChoice}"]`);
  if (choice) choice.checked = true;
  field.value = offer.dataset.fillWith;
  field.focus();
  field.select();
});
