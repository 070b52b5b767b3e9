/** Draws picture, bar, state and reason of one photo into its row. */
export async function drawPhoto(row, photo, pictures) {
  const picture = row.querySelector("img");
  const url = await pictures.of(photo.id);
  const reason = row.querySelector("[data-photo-reason]");
  row.dataset.state = photo.state;
  picture.hidden = !url;
  if (url && picture.src !== url) picture.src = url;
  row.querySelector("progress").value = photo.state === "sent" ? 1 : (photo.share ?? 0);
  reason.textContent = photo.reason ?? reason.dataset.otherwise;
  row.querySelectorAll("[data-when-photo]").forEach((part) => part.toggleAttribute("hidden", part.dataset.whenPhoto !== photo.state));
}
