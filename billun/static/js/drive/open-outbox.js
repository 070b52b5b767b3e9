import { Outbox } from "billun/offline/outbox";
import { Patience } from "billun/offline/patience";
import { Post } from "billun/offline/post";
import { Session } from "billun/offline/session";
import { MemoryStore } from "billun/offline/store";

/** The outbox of a page, with the addresses and the session that its form carries. */
export function openOutbox(form) {
  const { meUrl: url, anomaliesUrl: anomalies, photosUrl: photos, membership } = form.dataset;
  const session = new Session({ token: form.querySelector('[name="csrf_token"]').value, membership, url });
  return new Outbox(new MemoryStore(), new Post(session, { anomalies, photos }), new Patience());
}
