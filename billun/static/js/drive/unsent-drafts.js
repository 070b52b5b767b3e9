import { isSure } from "billun/drive/sure";
import { copied } from "billun/drive/unsent-entry";
import { allDrafts, discardDraft } from "billun/offline/drafts";
import { clock, worded } from "billun/offline/wording";

/** What was begun and not sent: go on with it, or throw it away. */
export async function drawDrafts(page) {
  const drafts = await allDrafts();
  page.querySelector("[data-drafts]").hidden = !drafts.length;
  page.querySelector("[data-draft-list]").replaceChildren(...drafts.map((draft) => drawn(page, draft)));
}

function drawn(page, draft) {
  const element = copied(page, "draft");
  const [title, what, when] = ["title", "what", "when-made"].map((name) => element.querySelector(`[data-${name}]`));
  title.textContent = draft.equipment?.title || worded(title, "unknown");
  what.textContent = worded(what, draft.kind);
  const photos = draft.photos ? worded(when, "photos", { count: draft.photos }) : "";
  when.textContent = [worded(when, "begun", { time: clock(new Date(draft.startedAt)) }), photos].filter(Boolean).join(", ");
  element.querySelector("[data-go-on]").href = draft.path;
  element.querySelector("[data-throw-away]").addEventListener("click", () => throwAway(page, draft));
  return element;
}

async function throwAway(page, draft) {
  if (!(await isSure(page, "draft"))) return;
  await discardDraft(draft.id);
  await drawDrafts(page);
}
