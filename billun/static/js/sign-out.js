import { forgetAll } from "billun/offline/forgetting";
import { ownMembership, pageToken } from "billun/offline/page";
import { patiently } from "billun/offline/verdict";

/**
 * Signing out: warns of what is unsent, and leaves nothing of the person on the device but that. Without scripts it is a
 * form. `billun-signed-out` names who has left until the server knows it too.
 */
const LEFT = "billun-signed-out";

document.addEventListener("submit", (event) => {
  if (!event.target.querySelector("[data-sign-out]")) return;
  event.preventDefault();
  ask().catch(leave);
});

async function ask() {
  const { warnOfUnsent } = await import("billun/sign-out-warning");
  await warnOfUnsent(leave);
}

let leaving = null;

const leave = () => (leaving ??= goAway());

async function goAway() {
  localStorage.setItem(LEFT, ownMembership());
  await forgetAll();
  await endSession();
  location.assign("/sign-in");
}

/** Whether the session is over: the server leads to the sign-in page then, also where it had ended before. */
async function endSession() {
  const headers = { "X-CSRFToken": pageToken() };
  const answer = await fetch("/sign-out", { method: "POST", headers, redirect: "manual", ...patiently() }).catch(() => null);
  return answer?.type === "opaqueredirect";
}

// Signed out without a network: the session is ended as soon as any page of it opens again. Whoever has come in since stays.
async function finishLeaving() {
  document.documentElement.hidden = true;
  location.replace((await endSession()) ? "/sign-in" : "/offline");
}

if (localStorage.getItem(LEFT) === ownMembership()) finishLeaving();
else localStorage.removeItem(LEFT);
