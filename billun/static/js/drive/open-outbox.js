import { Outbox } from "billun/drive/outbox";
import { Patience } from "billun/drive/patience";
import { Post } from "billun/drive/post";
import { Session } from "billun/drive/session";
import { MemoryStore } from "billun/drive/store";

/** The outbox of a page, with the addresses and the session that its form carries. */
export function openOutbox(form) {
  const { meUrl: url, anomaliesUrl: anomalies, photosUrl: photos, membership } = form.dataset;
  const session = new Session({ token: form.querySelector('[name="csrf_token"]').value, membership, url });
  return new Outbox(new MemoryStore(), new Post(session, { anomalies, photos }), new Patience());
}
