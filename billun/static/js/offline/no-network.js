/** On the page that stands in for what was not kept: shows the ways that are open without network, or that none is. */
const ways = [...document.querySelectorAll("[data-ways-open] a")].map(({ pathname }) => pathname);
const kept = await Promise.all(ways.map((page) => globalThis.caches?.match(page, { cacheName: "billun-shells", ignoreVary: true })));
const isOpen = kept.every(Boolean);
const again = document.querySelector("[data-again]");

document.querySelector("[data-ways-open]").hidden = !isOpen;
document.querySelector("[data-ways-closed]").hidden = isOpen;
// It mostly stands under the address of the page that somebody wanted.
if (location.pathname !== "/offline") again.href = location.pathname + location.search;
// Nothing is loaded anew under the finger of somebody on the way to "Stop now": networks come and go.
window.addEventListener("online", () => navigator.onLine && !isOpen && location.replace(again.href));
