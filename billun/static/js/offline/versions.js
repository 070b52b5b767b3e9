import { fill, showCard } from "billun/offline/cards";
import { isFilling, offerUpdate, takeUpdate } from "billun/offline/updating";

/**
 * Asks the server whether this page, perhaps an old copy, is still good enough: when the app starts, when it is looked at
 * again, and every hour. An update that is required comes after what waits was sent; without network all goes on.
 */
const AN_HOUR = 3_600_000;
const LONGEST_SILENCE = 60_000;
const app = document.documentElement.dataset.appVersion;

check();
setInterval(check, AN_HOUR);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && check());

async function check() {
  const [version, at] = (sessionStorage.getItem("billun-checked") ?? "").split(" ");
  if (version === app && Date.now() - Number(at) < AN_HOUR) return;
  const answer = await fetch(`/api/mobile/version?app=${app}`).catch(() => null);
  if (!answer?.ok) return;
  sessionStorage.setItem("billun-checked", `${app} ${Date.now()}`);
  const { update, latest } = await answer.json();
  if (update === "offered") offerUpdate();
  if (update === "required") await demandUpdate(latest);
}

async function demandUpdate(latest) {
  if (isFilling()) return sessionStorage.removeItem("billun-checked");
  // Once was no use: a second time by itself would only go round in circles.
  if (sessionStorage.getItem("billun-updated") === latest) return offerUpdate();
  sessionStorage.setItem("billun-updated", latest);
  await sendFirst(showCard("required"));
  await takeUpdate();
}

async function sendFirst(card) {
  const { outbox } = await import("billun/offline/outbox");
  const total = (await outbox.summary()).reports;
  if (!total) return;
  const show = async () => fill(card.querySelector("p"), { sent: total - (await outbox.summary()).reports, total });
  await show();
  outbox.addEventListener("change", show);
  await Promise.race([outbox.flush(), silence(outbox)]);
}

// As long as something gets through it is waited for. What cannot go now stays in the outbox, and the new version sends it.
function silence(outbox) {
  return new Promise((resolve) => {
    let before = "";
    let timer;
    const listen = async () => {
      const { reports, photosSent } = await outbox.summary();
      if (before === (before = `${reports} ${photosSent}`)) return;
      clearTimeout(timer);
      timer = setTimeout(resolve, LONGEST_SILENCE);
    };
    outbox.addEventListener("change", listen);
    listen();
  });
}
