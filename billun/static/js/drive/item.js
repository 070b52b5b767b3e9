import "billun/drive/photos-ahead";
import { answerKnown, markAnswered } from "billun/drive/known";
import { offerMine } from "billun/drive/mine";
import { replaceMissing } from "billun/drive/thumbs";
import { waitingOf } from "billun/drive/waiting-here";
import { WalkAround } from "billun/drive/walk-around";
import { outbox } from "billun/offline/outbox";

/** The page of one item ([data-item], what is remembered of it): known damage and the walk-around in one touch. */
for (const page of document.querySelectorAll("[data-item]")) bringAlive(page, JSON.parse(page.dataset.item));

/** Attaches to a page that shows the item, whoever drew it; gives what looks again after its damage was drawn anew. */
export function bringAlive(page, item) {
  offerMine(page.querySelector("[data-mine]"), item);
  answerKnown(page, item);
  for (const form of page.querySelectorAll("[data-walk-around]")) new WalkAround(form, item);
  const drawWaiting = waitingOf(page, item);
  const look = () => {
    replaceMissing(page);
    markAnswered(page);
    drawWaiting();
  };
  document.addEventListener("htmx:after:swap", look);
  outbox.addEventListener("change", ({ detail }) => detail.share === undefined && drawWaiting());
  look();
  return look;
}
