// [data-file-limit]: says at once that a file is too large, instead of after it was sent.

for (const input of document.querySelectorAll("[data-file-limit]")) input.addEventListener("change", () => check(input));

function check(input) {
  const tooLarge = [...input.files].some((file) => file.size > Number(input.dataset.fileLimit));
  input.setCustomValidity(tooLarge ? input.dataset.textTooLarge : "");
  if (!tooLarge) return;
  input.reportValidity();
  input.value = "";
  input.setCustomValidity("");
}
