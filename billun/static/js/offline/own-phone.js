/** What this phone is, as people name it: `{model, system, installed}`, as far as the browser tells. */
const MODES = ["standalone", "fullscreen", "minimal-ui"];
const LONGEST = 100;
// Chromium gives these numbers for marks of progress that nobody knows: Windows 11 is 13 and more.
const UNNUMBERED = ["Windows", "Linux", "Chrome OS"];

export async function ownPhone() {
  const { model, system } = (await byHints()) ?? byUserAgent(navigator.userAgent);
  return { model: model.slice(0, LONGEST), system: system.slice(0, LONGEST), installed: isInstalled() };
}

async function byHints() {
  try {
    const { model, platform, platformVersion } = await navigator.userAgentData.getHighEntropyValues(["model", "platformVersion"]);
    return { model: model ?? "", system: UNNUMBERED.includes(platform) ? platform : named(platform, platformVersion) };
  } catch {
    return null;
  }
}

/** The same, read roughly from a user agent. */
export function byUserAgent(text) {
  const apple = text.match(/\((iPhone|iPad|iPod)[^)]*? OS ([\d_]+)/);
  if (apple) return { model: apple[1], system: named("iOS", apple[2].replaceAll("_", ".")) };
  const android = text.match(/Android ([\d.]+)(?:; ([^;)]+))?/);
  // Newer browsers write K for any model.
  if (android) return { model: (android[2] ?? "K").replace(/ Build\/.*|^K$/, ""), system: named("Android", android[1]) };
  const system = ["Windows", "Macintosh", "CrOS", "Linux"].find((one) => text.includes(one)) ?? "";
  return { model: "", system: system.replace("Macintosh", "macOS").replace("CrOS", "Chrome OS") };
}

const named = (platform, version) => `${platform} ${version.replace(/(\.0)+$/, "")}`.trim();
const isInstalled = () => navigator.standalone === true || MODES.some((mode) => matchMedia(`(display-mode: ${mode})`).matches);
