// [data-map]: the place with the circle within which it was. Without tiles (no network) the circle stands on plain ground.

import { circle, circleMarker, control, map, tileLayer } from "leaflet";

const CLOSEST = 17;

for (const place of document.querySelectorAll("[data-map]")) draw(place);

function draw(place) {
  const { latitude, longitude, accuracy, tiles, attribution, textZoomIn, textZoomOut } = place.dataset;
  const spot = [Number(latitude), Number(longitude)];
  const view = map(place, { zoomControl: false, scrollWheelZoom: false, center: spot, zoom: 15 });
  view.attributionControl.setPrefix(false);
  control.zoom({ zoomInTitle: textZoomIn, zoomOutTitle: textZoomOut }).addTo(view);
  // Tile servers want to know which site asks; our pages otherwise keep their address to themselves.
  tileLayer(tiles, { attribution, maxZoom: 19, referrerPolicy: "origin" }).addTo(view);
  circleMarker(spot, { radius: 8, className: "map-spot", interactive: false }).addTo(view);
  if (Number(accuracy) > 0) surround(view, circle(spot, { radius: Number(accuracy), className: "map-within", interactive: false }));
}

function surround(view, ring) {
  ring.addTo(view);
  view.fitBounds(ring.getBounds(), { maxZoom: CLOSEST, padding: [24, 24] });
}
