/** Photos that the phone cannot show now ([data-thumb]) give way to the drawing of a guide. */
export function replaceMissing(root) {
  for (const image of root.querySelectorAll("img[data-thumb]")) {
    if (image.complete && !image.naturalWidth) replace(image);
    else image.addEventListener("error", () => replace(image), { once: true });
  }
}

function replace(image) {
  if (image.classList.contains("is-missing")) return;
  image.classList.add("is-missing");
  image.src = image.dataset.outline;
}
