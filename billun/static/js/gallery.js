// [data-gallery]: its links to large photos open over the page, with zoom, pinch and keys. "#photo-…" in the address
// opens that photo. Without scripts each link is the large photo. Listens on the page: galleries come with fragments.

import PhotoSwipeLightbox from "photoswipe-lightbox";
import { addWords } from "billun/gallery-words";

const LINKS = "a[data-pswp-width]";

document.addEventListener("click", (event) => {
  const link = event.target.closest(`[data-gallery] ${LINKS}`);
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  open(link);
});
addEventListener("hashchange", openNamed);
openNamed();

function openNamed() {
  if (!location.hash.startsWith("#photo-")) return;
  const link = document.getElementById(location.hash.slice(1))?.querySelector(LINKS);
  if (link?.closest("[data-gallery]")) open(link);
}

function open(link) {
  const gallery = link.closest("[data-gallery]");
  const links = [...gallery.querySelectorAll(LINKS)];
  const { textClose, textZoom, textPrevious, textNext, textFailed } = gallery.dataset;
  const lightbox = new PhotoSwipeLightbox({
    pswpModule: () => import("photoswipe"),
    bgOpacity: 0.94,
    secondaryZoomLevel: 2,
    maxZoomLevel: 6,
    returnFocus: false,
    closeTitle: textClose,
    zoomTitle: textZoom,
    arrowPrevTitle: textPrevious,
    arrowNextTitle: textNext,
    errorMsg: textFailed,
  });
  lightbox.on("uiRegister", () => addWords(lightbox.pswp, gallery.dataset));
  lightbox.on("change", () => name(shownIn(lightbox)));
  lightbox.on("destroy", () => leave(shownIn(lightbox)));
  lightbox.init();
  lightbox.loadAndOpen(links.indexOf(link), { gallery, items: links });
}

function shownIn(lightbox) {
  return lightbox.pswp.currSlide?.data.element;
}

// The address names the photo that is seen, so that it can be passed on.
function name(link) {
  const id = link?.closest("[id^='photo-']")?.id;
  if (id) history.replaceState(history.state, "", `#${id}`);
}

// Back on the page one stands on the photo that one looked at last.
function leave(link) {
  history.replaceState(history.state, "", location.pathname + location.search);
  link?.focus();
}
