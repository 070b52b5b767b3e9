// [data-places-map]: a mark for each [data-place] of the page, a touch on it leads there. Without tiles the marks stand on plain ground.

import { control, featureGroup, map, marker, tileLayer, divIcon } from "leaflet";

const CLOSEST = 14;

for (const place of document.querySelectorAll("[data-places-map]")) draw(place);

function draw(place) {
  const { tiles, attribution, textZoomIn, textZoomOut } = place.dataset;
  const view = map(place, { zoomControl: false, scrollWheelZoom: false });
  view.attributionControl.setPrefix(false);
  control.zoom({ zoomInTitle: textZoomIn, zoomOutTitle: textZoomOut }).addTo(view);
  tileLayer(tiles, { attribution, maxZoom: 19, referrerPolicy: "origin" }).addTo(view);
  const marks = featureGroup([...document.querySelectorAll("[data-place]")].map(mark)).addTo(view);
  view.fitBounds(marks.getBounds(), { maxZoom: CLOSEST, padding: [40, 40] });
}

function mark({ dataset }) {
  const { latitude, longitude, name, url } = dataset;
  const icon = divIcon({ className: "place-mark", iconSize: [24, 24], iconAnchor: [12, 29] });
  const made = marker([Number(latitude), Number(longitude)], { icon, title: name, alt: name });
  made.bindTooltip(name, { permanent: true, direction: "top", offset: [0, -30], className: "place-name" });
  return made.on("click", () => location.assign(url)).on("keypress", ({ originalEvent }) => {
    if (originalEvent.key === "Enter") location.assign(url);
  });
}
