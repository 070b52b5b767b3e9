import { combination } from "billun/drive/combination";

/**
 * After a synchronisation the photos of what is open on the own combination are fetched, so that the service worker has
 * them where there is no network. Whoever saves data is spared.
 */
const MOST = 12;
const OF_EACH = 4;

window.addEventListener("billun:synchronised", fetchAhead);

async function fetchAhead() {
  if (!navigator.serviceWorker?.controller || navigator.connection?.saveData) return;
  const items = await combination();
  const photos = items.flatMap(({ anomalies = [] }) => anomalies).flatMap(({ photos = [] }) => photos.slice(0, OF_EACH));
  for (const id of photos.slice(0, MOST)) await fetch(`/photos/${id}/thumb`).catch(() => {});
}
