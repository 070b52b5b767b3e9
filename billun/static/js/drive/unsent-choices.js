import { choices, choose, knowsNetwork } from "billun/offline/choices";
import { outbox } from "billun/offline/outbox";
import { sized, space } from "billun/offline/space";
import { worded } from "billun/offline/wording";

/** "Photos on Wi-Fi only", offered where the browser knows the network, and how much room Billun takes. */
export async function keepChoices(page) {
  const wifiOnly = page.querySelector("[data-wifi-only]");
  page.querySelector("[data-wifi-choice]").hidden = !knowsNetwork();
  wifiOnly.addEventListener("change", () => choose({ wifiOnly: wifiOnly.checked }).then(() => outbox.flush()));
  wifiOnly.checked = Boolean((await choices()).wifiOnly);
  await tellRoom(page.querySelector("[data-storage]"));
}

async function tellRoom(place) {
  const [found, { reports }] = await Promise.all([space(), outbox.summary()]);
  place.hidden = !found;
  if (!found) return;
  const words = [worded(place, "storage", { used: sized(found.used), room: sized(found.room) })];
  if (found.promised) words.push(worded(place, "kept"));
  else if (reports) words.push(worded(place, "unkept"));
  place.textContent = words.join(" ");
}
