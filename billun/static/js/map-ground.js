// What every map stands on: zoom buttons, a scale, and tiles over a grid, which alone is there where no tiles come (no
// network, none set); where they should and do not, the map says so.

import { control, GridLayer, map, tileLayer } from "leaflet";

const CLOSEST = 19;

// The map in `place`; its data-… say where the tiles are and what the buttons are called.
export function mapIn(place, options = {}) {
  const { tiles, textZoomIn, textZoomOut } = place.dataset;
  const view = map(place, { zoomControl: false, scrollWheelZoom: false, maxZoom: CLOSEST, ...options });
  view.attributionControl.setPrefix(false);
  control.zoom({ zoomInTitle: textZoomIn, zoomOutTitle: textZoomOut }).addTo(view);
  control.scale({ imperial: false }).addTo(view);
  const grid = new GridLayer({ tileSize: 64, updateWhenZooming: false });
  grid.createTile = () => Object.assign(document.createElement("div"), { className: "map-square" });
  grid.addTo(view);
  if (tiles) tilesOn(view, place.dataset);
  return view;
}

function tilesOn(view, { tiles, attribution, textMissing }) {
  // Tile servers want to know which site asks; our pages otherwise keep their address to themselves.
  const layer = tileLayer(tiles, { attribution, maxZoom: CLOSEST, referrerPolicy: "origin" });
  const missing = control({ position: "topright" });
  missing.onAdd = () => Object.assign(document.createElement("p"), { className: "map-missing", textContent: textMissing });
  let someCame = false;
  layer.on("tileload", () => { someCame = true; missing.remove(); });
  layer.on("tileerror", () => { if (!someCame) missing.addTo(view); });
  layer.addTo(view);
}
