// [data-places-map]: a mark for each [data-place] of the page, a touch on it leads there.

import { featureGroup } from "leaflet";
import { mapIn } from "billun/map-ground";
import { placeMark } from "billun/place-mark";

const CLOSEST = 14;

for (const place of document.querySelectorAll("[data-places-map]")) draw(place);

function draw(place) {
  const view = mapIn(place);
  const marks = featureGroup([...document.querySelectorAll("[data-place]")].map(mark)).addTo(view);
  view.fitBounds(marks.getBounds(), { maxZoom: CLOSEST, padding: [40, 40] });
}

function mark(one) {
  const follow = () => location.assign(one.dataset.url);
  return placeMark(one).on("click", follow).on("keypress", ({ originalEvent }) => originalEvent.key === "Enter" && follow());
}
