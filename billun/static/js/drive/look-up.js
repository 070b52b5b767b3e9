import { carriers, search } from "billun/offline/fleet";
import { ownMembership } from "billun/offline/page";
import { patiently } from "billun/offline/verdict";

/**
 * What carries this code: `{items}` from the phone's copy, else from the server; `{blank}` is the label that nothing
 * carries yet; else `{unknown: "server" | "offline"}` says who has looked. What was `typed` may be a part of it.
 */
export async function lookUp(code, { typed }) {
  const items = await carriers(code);
  if (items.length) return { items };
  const asked = await ask(code);
  if (asked.items?.length || asked.blank) return asked;
  const alike = typed ? await search(code) : [];
  return alike.length ? { items: alike, alike: true } : asked;
}

async function ask(code) {
  const headers = { Accept: "application/json", "X-Billun-Membership": ownMembership() };
  try {
    const answer = await fetch(`/api/equipment/lookup?code=${encodeURIComponent(code)}`, { headers, redirect: "error", ...patiently() });
    const { items = [], blank } = answer.ok ? await answer.json() : {};
    if (blank) return { blank: code };
    return answer.ok ? { items } : { unknown: answer.status < 500 && answer.status !== 401 ? "server" : "offline" };
  } catch {
    return { unknown: "offline" };
  }
}
