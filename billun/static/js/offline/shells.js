/**
 * After a synchronisation the worker fetches the pages that work without network: those that are missing, and all of them
 * when they were kept for somebody else, in another language, of another build, or too long ago.
 */
const A_DAY = 86_400_000;
const LONGEST = 30_000;
const { membership, build } = document.documentElement.dataset;
const wanted = [membership, document.documentElement.lang, build].join(" ");

window.addEventListener("billun:synchronised", () => keepShells());

/** Resolves to whether all of them are there. */
export async function keepShells({ anyway = false } = {}) {
  if (!navigator.serviceWorker || !membership) return false;
  const { database } = await import("billun/offline/database");
  const kept = await (await database()).get("meta", "shells");
  const fresh = !anyway && kept?.wanted === wanted && Date.now() - kept.at < A_DAY;
  const all = await ask((await navigator.serviceWorker.ready).active, { anyway: !fresh });
  if (all && !fresh) await (await database()).put("meta", { wanted, at: Date.now() }, "shells");
  return all;
}

function ask(worker, { anyway }) {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data);
    worker.postMessage({ type: "KEEP_SHELLS", anyway }, [port2]);
    setTimeout(resolve, LONGEST, false);
  });
}
