// The API, asked in the name of this page; and what it refused, in words.

import { tell } from "billun/flash";
import { pageToken } from "billun/offline/page";
import { agreed } from "billun/calendar/questions";

const { textUnreachable, textSignedOut, textGone } = document.querySelector("[data-notices]").dataset;

/** The answer as { ok, status, body }; status 0 where there was none. */
export async function ask(method, url, body) {
  const headers = { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": pageToken() };
  try {
    const response = await fetch(url, { method, headers, body: body && JSON.stringify(body) });
    return { ok: response.ok, status: response.status, body: await response.json().catch(() => null) };
  } catch {
    return { ok: false, status: 0, body: null };
  }
}

// What was refused is over once something else goes through.
const refusals = new Set();

/** Sends by `send(confirmed)`, again as often as somebody says yes to what is asked back. Null where it did not go through. */
export async function insist(send, confirmed = []) {
  const answer = await send(confirmed);
  if (answer.ok) {
    forgetRefusals();
    return answer.body;
  }
  const questions = answer.body?.questions;
  if (!questions) tellRefusal(answer);
  else if (await agreed(questions)) return insist(send, [...confirmed, ...questions.map(({ code }) => code)]);
  return null;
}

/** Says why it did not go through; that stays until something does. Null. */
export function tellRefusal({ status, body }) {
  const other = body?.present?.reference;
  const words = status === 401 ? textSignedOut : (body?.detail ?? (status === 404 ? textGone : textUnreachable));
  refusals.add(tell(words, "error", ...(other ? [linkTo(other)] : [])));
  return null;
}

function forgetRefusals() {
  for (const notice of refusals) notice?.remove();
  refusals.clear();
}

function linkTo(reference) {
  const link = document.createElement("a");
  link.href = `/maintenance/${reference}`;
  link.className = "btn btn-quiet";
  link.textContent = reference;
  return link;
}
