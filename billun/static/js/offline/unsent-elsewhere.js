import { database } from "billun/offline/database";

/** Pages that report nothing load the outbox only where something waits on this device. */
const strip = document.querySelector("[data-sync-strip][data-only-unsent]");

if (strip && (await (await database()).count("outbox")) > 0) await import("billun/offline/start");
