import { headOf } from "billun/drive/equipment-head";
import { WalkAround } from "billun/drive/walk-around";
import { byBillunId } from "billun/offline/fleet";
import { outbox } from "billun/offline/outbox";

/** The page of "Nothing to report" ([data-walk-around-page]), also as a shell for the item that its address names. */
for (const page of document.querySelectorAll("[data-walk-around-page]")) start(page);

async function start(page) {
  const form = page.querySelector("[data-walk-around]");
  const item = (await itemOf(page, form)) ?? null;
  page.hidden = !item;
  document.querySelector("[data-item-unknown]").hidden = Boolean(item);
  if (!item) return;
  const back = `/drive/equipment/${item.billun_id}`;
  const walk = new WalkAround(form, item, { onKept: () => setTimeout(() => location.assign(back), 1_200) });
  const refused = await outbox.entry(new URLSearchParams(location.search).get("mend") ?? "");
  if (refused) walk.mend(refused);
}

async function itemOf(page, { dataset }) {
  if (dataset.equipment) return { id: dataset.equipment, billun_id: dataset.billunId, title: dataset.title };
  const [, name] = location.pathname.match(/^\/drive\/equipment\/([^/]+)\/walk-around$/) ?? [];
  const item = name && (await byBillunId(decodeURIComponent(name)));
  if (item) page.querySelector("[data-head]").replaceChildren(await headOf(item));
  return item;
}
