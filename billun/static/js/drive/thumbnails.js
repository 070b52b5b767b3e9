/**
 * Draws the photos taken wherever a place for them stands: [data-slot] for the guided ones,
 * [data-further] (filled from its template) for the others, [data-photo-count] for "2/4".
 */
export function drawThumbnails(root, shots) {
  const draw = () => {
    for (const place of root.querySelectorAll("[data-slot]")) fill(place, shots.of(place.dataset.slot));
    for (const list of root.querySelectorAll("[data-further]")) drawFurther(list, shots);
    for (const count of root.querySelectorAll("[data-photo-count]")) count.textContent = counted(shots);
    root.toggleAttribute("data-enough", shots.enough);
  };
  shots.addEventListener("change", draw);
  draw();
}

function fill(place, shot) {
  place.toggleAttribute("data-filled", Boolean(shot));
  const picture = place.querySelector("img[data-picture]");
  picture.hidden = !shot;
  if (shot) picture.src = shot.url;
  else picture.removeAttribute("src");
  warn(place.querySelector("[data-warning]"), shot);
}

function warn(words, shot) {
  if (!words) return;
  words.hidden = !shot?.warning;
  words.textContent = shot?.warning ? words.dataset[shot.warning] : "";
}

function drawFurther(list, shots) {
  const template = list.querySelector("template");
  list.querySelectorAll(":scope > :not(template)").forEach((item) => item.remove());
  for (const shot of shots.all.filter((one) => one.guide === null)) {
    const item = template.content.cloneNode(true);
    item.querySelector("img").src = shot.url;
    warn(item.querySelector("[data-warning]"), shot);
    item.querySelector("[data-remove]").addEventListener("click", () => shots.remove(shot));
    list.append(item);
  }
}

function counted({ all, minimum }) {
  return minimum ? `${all.length}/${Math.max(minimum, all.length)}` : String(all.length);
}
