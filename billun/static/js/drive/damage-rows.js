import { criticalityOf, moment, piece, statusOf, titleOf } from "billun/drive/draw";
import { catalogue, label } from "billun/offline/fleet";

/** The known damage of an item with its three answers, as templates/drive/_damage.html draws it. */
export async function damageRows(item) {
  const spots = await spotsOf(item);
  return Promise.all((item.anomalies ?? []).map((anomaly) => damageRow(item, anomaly, spots)));
}

async function damageRow(item, anomaly, spots) {
  const row = piece("damage", {
    title: await titleOf(anomaly),
    criticality: criticalityOf(anomaly, 24),
    status: statusOf(anomaly),
    moment: moment(anomaly.received_at),
    photos: photosOf(anomaly),
  });
  const url = `/drive/equipment/${item.billun_id}/sightings/${anomaly.reference}`;
  Object.assign(row.dataset, { anomaly: anomaly.id, reference: anomaly.reference });
  row.querySelector("[data-known]").action = url;
  row.querySelector("[data-worse]").href = `${url}?kind=worse`;
  drawSpot(row.querySelector("[data-spot]"), spots.find(({ key }) => key === anomaly.spot));
  return row;
}

function drawSpot(place, spot) {
  if (spot) place.querySelector("[data-place]").textContent = label(spot);
  else place.remove();
}

function photosOf({ photos = [] }) {
  const list = document.createElement("ul");
  list.className = "damage-photos";
  const shown = photos.length ? photos.slice(0, 4) : [null];
  list.append(...shown.map((id) => listed(photoOf(id))));
  return list;
}

function photoOf(id) {
  const image = piece("photo");
  image.classList.toggle("is-missing", !id);
  if (id) image.src = `/photos/${id}/thumb`;
  return image;
}

function listed(element) {
  const item = document.createElement("li");
  item.append(element);
  return item;
}

/** The spots on the drawing of its kind, else of its family (Catalogue.outline_for). */
async function spotsOf({ kind, family }) {
  const { outlines = [] } = (await catalogue()) ?? {};
  const found = outlines.find(({ kinds = [] }) => kinds.includes(kind)) ?? outlines.find(({ families = [] }) => families.includes(family));
  return found?.spots ?? [];
}
