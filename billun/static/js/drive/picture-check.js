/**
 * Says at once what is wrong with a picture just taken, so that it is taken again on the spot: "dark", "blurred" or
 * null. Both are judged on a small grey copy: some milliseconds even on an old phone, and at that size most noise of the
 * sensor has gone while a shaken hand still shows.
 */
const SIDE = 320;

// Mean brightness from 0 to 255. A dock at dusk has 60 and more; a yard at night under its lamps about 30, and below
// that only shapes are left.
const DARKEST = 30;

// How much edges stand out, as the variance of the Laplacian, judged in the part of the picture that has most of it: a
// sharp crack on a bare white wall is a good photo. Sharp pictures of vehicles have 800 and more, and about 100 where it
// is dim; shaken by 1 % of the picture's side they have less than 40, and details of a few centimetres are gone.
const DULLEST = 45;
const PARTS = 4;

/** Judges anything that a canvas can draw and that has a width and a height. */
export function warningOf(picture) {
  const grey = greyCopy(picture);
  if (mean(grey.values) < DARKEST) return "dark";
  return sharpness(grey) < DULLEST ? "blurred" : null;
}

function greyCopy(picture) {
  const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
  const [width, height] = [picture.width, picture.height].map((side) => Math.max(1, Math.round(side * scale)));
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const context = canvas.getContext("2d", { alpha: false, willReadFrequently: true });
  context.imageSmoothingQuality = "medium";
  context.drawImage(picture, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  const values = new Float32Array(width * height);
  for (let at = 0; at < values.length; at += 1) {
    values[at] = 0.299 * data[4 * at] + 0.587 * data[4 * at + 1] + 0.114 * data[4 * at + 2];
  }
  return { width, height, values };
}

function sharpness({ width, height, values }) {
  const sums = Array.from({ length: PARTS * PARTS }, () => ({ count: 0, sum: 0, squares: 0 }));
  for (let y = 1; y < height - 1; y += 1) {
    const row = Math.floor((y * PARTS) / height) * PARTS;
    for (let x = 1; x < width - 1; x += 1) {
      const at = y * width + x;
      const edge = values[at - 1] + values[at + 1] + values[at - width] + values[at + width] - 4 * values[at];
      const part = sums[row + Math.floor((x * PARTS) / width)];
      part.count += 1;
      part.sum += edge;
      part.squares += edge * edge;
    }
  }
  return Math.max(...sums.filter(({ count }) => count).map(variance));
}

const variance = ({ count, sum, squares }) => squares / count - (sum / count) ** 2;

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
