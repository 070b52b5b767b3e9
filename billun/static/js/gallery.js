// [data-gallery]: its links open over the page, with zoom, pinch and keys. Without scripts each link is the large photo.

import PhotoSwipeLightbox from "photoswipe-lightbox";

const gallery = document.querySelector("[data-gallery]");
const { textClose, textZoom, textPrevious, textNext, textFailed } = gallery.dataset;

const lightbox = new PhotoSwipeLightbox({
  gallery: "[data-gallery]",
  children: "a[data-pswp-width]",
  pswpModule: () => import("photoswipe"),
  bgOpacity: 0.94,
  secondaryZoomLevel: 2,
  maxZoomLevel: 6,
  closeTitle: textClose,
  zoomTitle: textZoom,
  arrowPrevTitle: textPrevious,
  arrowNextTitle: textNext,
  errorMsg: textFailed,
});

lightbox.on("uiRegister", () => {
  lightbox.pswp.ui.registerElement({ name: "caption", order: 9, appendTo: "root", onInit: keepCaption });
});
lightbox.init();

function keepCaption(caption, pswp) {
  pswp.on("change", () => {
    caption.textContent = pswp.currSlide.data.element?.closest("figure")?.querySelector("figcaption")?.textContent ?? "";
  });
}
