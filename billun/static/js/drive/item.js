import "billun/drive/photos-ahead";
import { remember } from "billun/drive/combination";
import { answerKnown, markAnswered } from "billun/drive/known";
import { replaceMissing } from "billun/drive/thumbs";
import { WalkAround } from "billun/drive/walk-around";

/** The page of one item ([data-item], what is remembered of it): known damage and the walk-around in one touch. */
for (const page of document.querySelectorAll("[data-item]")) bringAlive(page, JSON.parse(page.dataset.item));

/** Attaches to a page that shows the item, whoever drew it. */
export function bringAlive(page, item) {
  remember(item);
  answerKnown(page, item);
  for (const form of page.querySelectorAll("[data-walk-around]")) new WalkAround(form, item);
  const look = () => {
    replaceMissing(page);
    markAnswered(page);
  };
  document.addEventListener("htmx:after:swap", look);
  look();
}
