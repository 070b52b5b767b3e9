/**
 * What a phone forgets of the person who leaves: pages, photos, and the copy of the fleet. What waits in the outbox and
 * what was begun stays for that person. Never rejects: nobody is kept from leaving.
 */
const PAGES = ["billun-pages", "billun-shells"];
const PHOTOS = "billun-photos";
const OWNER = "billun-owner";
const OF_THE_PHONE = ["installation", "choices"];
const LONGEST = 3_000;

export function forgetAll() {
  localStorage.removeItem(OWNER);
  const work = Promise.allSettled([...[...PAGES, PHOTOS].map(drop), forgetCopy()]);
  return Promise.race([work, new Promise((resolve) => setTimeout(resolve, LONGEST))]);
}

/** Somebody else, another company or another language: the pages that were kept are not this person's. */
export async function forgetOthers() {
  const { dataset, lang } = document.documentElement;
  const [before, spoken] = owner();
  localStorage.setItem(OWNER, `${dataset.membership} ${lang}`);
  const other = before && before !== dataset.membership;
  if (other || (before && spoken !== lang)) await Promise.all(PAGES.map(drop));
  if (other) await drop(PHOTOS);
}

/** Whether this browser still belongs to whoever opened the page: nobody else has come in since, and nobody left. */
export const isStillOwn = () => owner()[0] === document.documentElement.dataset.membership;

const owner = () => (localStorage.getItem(OWNER) ?? "").split(" ");

async function drop(name) {
  await globalThis.caches?.delete(name);
}

async function forgetCopy() {
  const { writing } = await import("billun/offline/database");
  await writing(["equipment", "reports", "meta"], async (store) => {
    await Promise.all([store("equipment").clear(), store("reports").clear()]);
    const names = await store("meta").getAllKeys();
    await Promise.all(names.filter((name) => !OF_THE_PHONE.includes(name)).map((name) => store("meta").delete(name)));
  });
}
