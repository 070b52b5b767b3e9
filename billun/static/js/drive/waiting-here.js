import { drawn } from "billun/drive/draw";
import { newest } from "billun/drive/newest";
import { unsentRow } from "billun/drive/report-rows";
import { isOwn } from "billun/offline/entries";
import { outbox } from "billun/offline/outbox";

/** Gives what draws all that this phone has still to send of the item, among what is known of it: nobody reports it twice. */
export function waitingOf(page, item) {
  const list = page.querySelector("[data-waits]");
  return newest(() => waitingRows(page, item), ({ rows, isRed }) => {
    list.hidden = rows.length === 0;
    list.querySelector("[data-rows]").replaceChildren(...rows);
    page.querySelector("[data-waits-red]").hidden = !isRed;
    drawn();
  });
}

async function waitingRows(page, item) {
  const waiting = (await outbox.entries()).filter((entry) => isOwn(entry) && isAbout(item, entry));
  const unknown = waiting.filter((entry) => entry.kind === "report" && !isShown(page, entry));
  const isRed = waiting.some(({ record, accepted }) => record?.criticality === "red" && !accepted);
  return { rows: await Promise.all(unknown.map(unsentRow)), isRed };
}

const isAbout = ({ id }, { equipment, record }) => [record?.equipment_id, equipment?.id].includes(id);

// Once the page knows of it from the server, it stands among the known damage.
const isShown = (page, { id }) => Boolean(page.querySelector(`[data-damage][data-anomaly="${id}"]`));
