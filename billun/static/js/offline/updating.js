import { showCard } from "billun/offline/cards";
import { keepShells } from "billun/offline/shells";

/** "A new version is ready": the page is loaded anew when the person says so, and only here. Other tabs go on as they are. */
let taking = false;

navigator.serviceWorker?.addEventListener("controllerchange", () => taking && location.reload());

/** Offers the update, but never over a form that is being filled in: the next page offers it again. */
export function offerUpdate() {
  if (!isFilling()) showCard("update", { take: takeUpdate });
}

/** Puts the version that waits in its place and loads the page anew; where none waits, the page alone is an old copy. */
export async function takeUpdate() {
  if (taking) return;
  taking = true;
  const registered = await navigator.serviceWorker?.getRegistration();
  await registered?.update().catch(() => {});
  const next = registered?.waiting ?? (await installed(registered?.installing));
  if (next) return next.postMessage({ type: "SKIP_WAITING" });
  if (registered?.active) await keepShells({ anyway: true });
  location.reload();
}

let touched = false;

document.addEventListener("input", ({ target }) => (touched ||= target.closest("form:not([role=search])") !== null));

export const isFilling = () => touched || document.querySelector("form.capture") !== null;

function installed(worker) {
  if (!worker) return null;
  return new Promise((resolve) => {
    const look = () => (worker.state === "installed" ? resolve(worker) : worker.state === "redundant" && resolve(null));
    worker.addEventListener("statechange", look);
    look();
  });
}
