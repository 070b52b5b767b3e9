import { patiently } from "billun/offline/verdict";

/**
 * In whose name the page sends: carries its CSRF token, fetches a fresh one when the server refuses it, and names the
 * membership of the page, so that the server takes nothing in the name of whoever has signed in since (401).
 */
export class Session {
  constructor({ token, membership, url = "/api/me" }) {
    Object.assign(this, { token, membership, url });
  }

  get headers() {
    return { "X-CSRFToken": this.token, "X-Billun-Membership": this.membership, Accept: "application/json" };
  }

  /** Whether the membership of the page is signed in; the token is fresh afterwards. Rejects without an answer of Billun. */
  async refresh() {
    const headers = { Accept: "application/json" };
    const answer = await fetch(this.url, { headers, cache: "no-store", redirect: "error", ...patiently() });
    if (answer.status === 401) return false;
    if (!answer.ok) throw new Error(`answered ${answer.status}`);
    const me = await answer.json();
    if (!me.csrf_token) throw new Error("this is not Billun");
    if (me.membership?.id !== this.membership) return false;
    this.token = me.csrf_token;
    return true;
  }
}
