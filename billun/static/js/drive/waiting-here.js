import { drawn } from "billun/drive/draw";
import { unsentRow } from "billun/drive/report-rows";
import { isOwn } from "billun/offline/entries";
import { outbox } from "billun/offline/outbox";

/** Draws what this phone has still to send of the item, among what is known of it: nobody reports it twice. */
export async function drawWaiting(page, item) {
  const waiting = (await outbox.entries()).filter((entry) => isOwn(entry) && isAbout(item, entry));
  const unknown = waiting.filter((entry) => entry.kind === "report" && !isShown(page, entry));
  const list = page.querySelector("[data-waits]");
  list.hidden = unknown.length === 0;
  list.querySelector("[data-rows]").replaceChildren(...(await Promise.all(unknown.map(unsentRow))));
  page.querySelector("[data-waits-red]").hidden = !waiting.some(({ record, accepted }) => record?.criticality === "red" && !accepted);
  drawn();
}

const isAbout = ({ id }, { equipment, record }) => [record?.equipment_id, equipment?.id].includes(id);

// Once the page knows of it from the server, it stands among the known damage.
const isShown = (page, { id }) => Boolean(page.querySelector(`[data-damage][data-anomaly="${id}"]`));
