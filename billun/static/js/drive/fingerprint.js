/** The SHA-256 of a blob's bytes in hexadecimal, computed on the phone so that the photo can prove itself later. */
export async function fingerprint(blob) {
  const digest = await crypto.subtle.digest("SHA-256", await blob.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Browsers offer hashing, camera and position over https and on the machine itself alone. */
export const canFingerprint = () => window.isSecureContext && Boolean(crypto.subtle);
