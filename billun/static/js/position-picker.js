// [data-position]: a touch on the map writes latitude and longitude, and what is written there moves the mark.

import { divIcon, marker } from "leaflet";
import { mapIn } from "billun/map-ground";

// France and what lies around it, until somebody has said where the place is.
const COUNTRY = { center: [46.6, 2.5], zoom: 5 };
const NEAR = 15;
const DECIMALS = 5;

for (const part of document.querySelectorAll("[data-position]")) start(part);

function start(part) {
  const place = part.querySelector("[data-position-map]");
  const [latitude, longitude] = ["latitude", "longitude"].map((name) => part.querySelector(`[data-${name}]`));
  const view = mapIn(place, COUNTRY);
  const icon = divIcon({ className: "place-mark", iconSize: [24, 24], iconAnchor: [12, 29] });
  const mark = marker(COUNTRY.center, { icon, draggable: true, keyboard: false, alt: "" });

  function show() {
    const spot = [latitude, longitude].map(({ value }) => Number(value.trim().replace(",", ".") || Number.NaN));
    if (!spot.every(Number.isFinite) || Math.abs(spot[0]) > 90 || Math.abs(spot[1]) > 180) return mark.remove();
    mark.setLatLng(spot).addTo(view);
    if (!view.getBounds().contains(spot)) view.setView(spot, Math.max(view.getZoom(), NEAR));
  }

  function write({ lat, lng }) {
    latitude.value = lat.toFixed(DECIMALS);
    longitude.value = lng.toFixed(DECIMALS);
    show();
  }

  view.on("click", ({ latlng }) => write(latlng.wrap()));
  mark.on("dragend", () => write(mark.getLatLng().wrap()));
  for (const field of [latitude, longitude]) field.addEventListener("input", show);
  show();
  if (view.hasLayer(mark)) view.setView(mark.getLatLng(), NEAR);
}
