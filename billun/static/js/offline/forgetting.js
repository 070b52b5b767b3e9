/**
 * What a phone forgets of the person who leaves: pages, photos, and the copy of the fleet. What waits in the outbox and
 * what was begun stays for that person. Never rejects: nobody is kept from leaving.
 */
const PAGES = ["billun-pages", "billun-shells"];
const PHOTOS = "billun-photos";
const OF_THE_PHONE = ["installation", "choices"];
const LONGEST = 3_000;

export function forgetAll() {
  const work = Promise.allSettled([...[...PAGES, PHOTOS].map(drop), forgetCopy()]);
  return Promise.race([work, new Promise((resolve) => setTimeout(resolve, LONGEST))]);
}

/** Somebody else, another company or another language: the pages that were kept are not this person's. */
export async function forgetOthers() {
  const { dataset, lang } = document.documentElement;
  const [before, spoken] = (localStorage.getItem("billun-owner") ?? "").split(" ");
  localStorage.setItem("billun-owner", `${dataset.membership} ${lang}`);
  const other = before && before !== dataset.membership;
  if (other || (before && spoken !== lang)) await Promise.all(PAGES.map(drop));
  if (other) await drop(PHOTOS);
}

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
