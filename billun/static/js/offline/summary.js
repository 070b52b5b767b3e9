import { isOwn } from "billun/offline/entries";
import { isStuck } from "billun/offline/settling";

/**
 * What waits, in numbers: `{state, reports, refused, walks, walksRefused, photosSent, photosTotal, since, foreign, owner}`.
 * `reports` counts the entries of whoever opened the page, `walks` those among them that report nothing, `foreign` those
 * of others and `owner` names whose these are.
 */
export function summaryOf(entries) {
  const own = entries.filter(isOwn);
  const others = entries.filter((entry) => !isOwn(entry));
  const photos = own.flatMap((entry) => entry.photos);
  return {
    state: stateOf(own, others),
    reports: own.length,
    refused: own.filter(needsHelp).length,
    walks: own.filter(isWalk).length,
    walksRefused: own.filter(isWalk).filter(needsHelp).length,
    photosSent: photos.filter(({ state }) => state === "sent").length,
    photosTotal: photos.length,
    since: own.map(({ createdAt }) => createdAt).sort()[0] ?? null,
    foreign: others.length,
    owner: [...new Set(others.map(({ owner }) => owner))].join(" · "),
  };
}

function stateOf(own, others) {
  if (!own.length) return others.length ? "foreign" : "empty";
  const troubled = (kind) => own.some(({ trouble }) => trouble?.kind === kind);
  if (troubled("signed-out")) return "signed-out";
  if (own.some(needsHelp)) return "refused";
  if (!navigator.onLine || troubled("unreachable")) return "offline";
  const moving = own.filter((entry) => !isStuck(entry));
  return moving.every(({ trouble }) => trouble?.kind === "waiting-for-wifi") ? "waiting-for-wifi" : "sending";
}

const isWalk = ({ kind }) => kind === "walk_around";

const needsHelp = ({ trouble, photos }) => trouble?.kind === "refused" || photos.some(({ state }) => state === "refused");
