/**
 * A photo as it leaves the phone: upright, at most 2,560 px on its longer side, JPEG. Drawing it anew on a canvas
 * leaves nothing of the file's own metadata, so no place can travel inside the picture.
 */
const LONGEST_SIDE = 2560;
const QUALITY = 0.86;

/** A JPEG blob of a file, a canvas or a playing video; rejects when the browser cannot read the picture. */
export async function reduce(source) {
  const picture = source instanceof Blob ? await decode(source) : source;
  const canvas = drawn(picture);
  picture.close?.();
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("unreadable"))), "image/jpeg", QUALITY);
  });
}

function decode(file) {
  return createImageBitmap(file, { imageOrientation: "from-image" });
}

function drawn(picture) {
  const width = picture.videoWidth ?? picture.width;
  const height = picture.videoHeight ?? picture.height;
  const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.getContext("2d", { alpha: false }).drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}
