/**
 * Who is signed in: carries the CSRF token of the page, and fetches a fresh one when the server refuses it.
 * After a new sign-in it makes sure that it is still the same person, so that nobody sends another's report.
 */
export class Session {
  constructor({ token, membership, url }) {
    Object.assign(this, { token, membership, url });
  }

  get headers() {
    return { "X-CSRFToken": this.token, Accept: "application/json" };
  }

  /** Whether the person who opened the page is signed in; the token is fresh afterwards. Rejects without network. */
  async refresh() {
    const answer = await fetch(this.url, { headers: { Accept: "application/json" }, cache: "no-store" });
    if (!answer.ok) return false;
    const me = await answer.json();
    if (this.membership && me.membership?.id !== this.membership) return false;
    this.token = me.csrf_token;
    return true;
  }
}
