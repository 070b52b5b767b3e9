import { settings } from "billun/offline/fleet";

/**
 * A photo as it leaves the phone: upright, its longer side no longer than the setting says, JPEG. Drawing it anew on a
 * canvas leaves nothing of the file's own metadata, so no place can travel inside the picture.
 */
const USUAL_SIDE = 2560;
const QUALITY = 0.86;

/** A JPEG blob of a file or a canvas; rejects when the browser cannot read the picture. */
export async function reduce(source) {
  return jpegOf(await reduced(source));
}

/** The same before it is written as a JPEG: a canvas. */
export async function reduced(source) {
  const [picture, longest] = await Promise.all([source instanceof Blob ? decode(source) : source, longestSide()]);
  const canvas = drawn(picture, longest);
  picture.close?.();
  return canvas;
}

export function jpegOf(canvas) {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("unreadable"))), "image/jpeg", QUALITY);
  });
}

// What the page was drawn with; a page that the phone kept goes by what was synchronised since.
async function longestSide() {
  const { longestSide: drawnWith } = document.querySelector("[data-longest-side]")?.dataset ?? {};
  return Number(drawnWith) || (await settings())?.photo_longest_side || USUAL_SIDE;
}

function decode(file) {
  return createImageBitmap(file, { imageOrientation: "from-image" });
}

function drawn(picture, longest) {
  const { width, height } = picture;
  const scale = Math.min(1, longest / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.getContext("2d", { alpha: false }).drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}
