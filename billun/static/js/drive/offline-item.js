import { damageRows } from "billun/drive/damage-rows";
import { drawn, fitnessOf, moment } from "billun/drive/draw";
import { headOf } from "billun/drive/equipment-head";
import { bringAlive } from "billun/drive/item";
import { replaceMissing } from "billun/drive/thumbs";
import { database } from "billun/offline/database";
import { byBillunId } from "billun/offline/fleet";
import { worded } from "billun/offline/wording";

/** One item as this phone knows it ([data-offline-item]): the address of the page names it. */
for (const page of document.querySelectorAll("[data-offline-item]")) start(page);

async function start(page) {
  const [, name] = location.pathname.match(/^\/drive\/equipment\/([^/]+)\/?$/) ?? [];
  const item = name && (await byBillunId(decodeURIComponent(name)));
  document.querySelector("[data-item-unknown]").hidden = Boolean(item);
  if (!item) return;
  await draw(page, item);
  const look = bringAlive(page, item);
  window.addEventListener("billun:fleet", async () => {
    await drawDamage(page, (await byBillunId(item.billun_id)) ?? item);
    look();
  });
  page.hidden = false;
}

async function draw(page, item) {
  document.title = item.title;
  document.querySelector("[data-name]").textContent = item.title;
  page.querySelector("[data-head]").replaceChildren(await headOf(item));
  for (const link of document.querySelectorAll("[data-goes-to]")) link.href = `/drive/equipment/${item.billun_id}/${link.dataset.goesTo}`;
  const lastSync = await (await database()).get("meta", "lastSync");
  if (lastSync) page.querySelector("[data-as-of]").replaceChildren(moment(lastSync));
  await drawDamage(page, item);
}

async function drawDamage(page, item) {
  const count = item.anomalies?.length ?? 0;
  const title = page.querySelector("[data-known-title]");
  title.textContent = count ? worded(title, "known", { count }) : worded(title, "none");
  page.querySelector("[data-look-first]").hidden = !count;
  page.querySelector("[data-fitness]").replaceChildren(fitnessOf(item, 24));
  page.querySelector("[data-damages]").replaceChildren(...(await damageRows(item)));
  const report = document.querySelector('[data-goes-to="report"]');
  if (count) report.querySelector("span").textContent = report.dataset.textKnown;
  replaceMissing(page);
  drawn();
}
