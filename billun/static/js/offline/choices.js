import { database } from "billun/offline/database";

/** "Photos on Wi-Fi only": what was chosen on this phone, and whether it holds photos back at this moment. */

/** Whether the browser knows what kind of network it is on; the choice makes no sense without. */
export const knowsNetwork = () => Boolean(navigator.connection?.type);

export async function choices() {
  return (await (await database()).get("meta", "choices")) ?? {};
}

export async function choose(changes) {
  const kept = await database();
  await kept.put("meta", { ...(await choices()), ...changes }, "choices");
}

/** Photos of what is urgent never wait. */
export async function waitsForWifi({ urgent }) {
  return !urgent && navigator.connection?.type === "cellular" && Boolean((await choices()).wifiOnly);
}
