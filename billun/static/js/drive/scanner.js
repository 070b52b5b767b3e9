/** Reads codes from pictures: with the browser's own detector, elsewhere with the one that our server brings (WebAssembly). */
const FORMATS = ["qr_code", "data_matrix", "aztec", "pdf417", "code_128", "code_39", "code_93", "itf", "ean_13", "ean_8", "upc_a", "codabar"];

/** A detector with `detect(canvas)`; `urls` name the script and the WebAssembly of the one that we bring. */
export async function openDetector(urls) {
  return (await ownDetector()) ?? broughtDetector(urls);
}

async function ownDetector() {
  if (!globalThis.BarcodeDetector) return null;
  const known = await globalThis.BarcodeDetector.getSupportedFormats().catch(() => []);
  const formats = FORMATS.filter((format) => known.includes(format));
  return formats.includes("qr_code") ? new globalThis.BarcodeDetector({ formats }) : null;
}

async function broughtDetector({ script, wasm }) {
  await loaded(script);
  const { BarcodeDetector, prepareZXingModule } = globalThis.BarcodeDetectionAPI;
  prepareZXingModule({ overrides: { locateFile: (path, prefix) => (path.endsWith(".wasm") ? wasm : prefix + path) } });
  return new BarcodeDetector({ formats: FORMATS });
}

function loaded(url) {
  if (globalThis.BarcodeDetectionAPI) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const script = Object.assign(document.createElement("script"), { src: url, onload: resolve, onerror: () => reject(new Error(url)) });
    document.head.append(script);
  });
}
