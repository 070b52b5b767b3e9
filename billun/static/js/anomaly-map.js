// [data-map]: the place with the circle within which it was. Without tiles (no network) the circle stands on a grid.

import { circle, circleMarker } from "leaflet";
import { mapIn } from "billun/map-ground";

const CLOSEST = 17;

for (const place of document.querySelectorAll("[data-map]")) draw(place);

function draw(place) {
  const { latitude, longitude, accuracy } = place.dataset;
  const spot = [Number(latitude), Number(longitude)];
  const view = mapIn(place, { center: spot, zoom: 15 });
  circleMarker(spot, { radius: 8, className: "map-spot", interactive: false }).addTo(view);
  if (Number(accuracy) > 0) surround(view, circle(spot, { radius: Number(accuracy), className: "map-within", interactive: false }));
}

function surround(view, ring) {
  ring.addTo(view);
  view.fitBounds(ring.getBounds(), { maxZoom: CLOSEST, padding: [24, 24] });
}
