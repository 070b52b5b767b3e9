import { offerUpdate } from "billun/offline/updating";

/** Registers the service worker once the page is there, and offers the version that waits behind it. */
if (navigator.serviceWorker && document.documentElement.dataset.membership) register().then(watch, () => {});

async function register() {
  if (document.readyState !== "complete") await new Promise((resolve) => addEventListener("load", resolve, { once: true }));
  return navigator.serviceWorker.register("/service-worker.js", { updateViaCache: "none" });
}

function watch(registered) {
  // Browsers in which workers are blocked may answer with nothing.
  if (!registered) return;
  if (registered.waiting) offerWhen(registered.waiting);
  if (registered.installing) offerWhen(registered.installing);
  registered.addEventListener("updatefound", () => offerWhen(registered.installing));
  // Where the browser has Background Sync, it wakes the worker when the network is back; open pages then send.
  window.addEventListener("billun:unsent", ({ detail }) => {
    if (detail.reports) registered.sync?.register("outbox").catch(() => {});
  });
}

// The very first version has nobody to replace.
function offerWhen(worker) {
  const look = () => worker.state === "installed" && navigator.serviceWorker.controller && offerUpdate();
  worker.addEventListener("statechange", look);
  look();
}
