import { UNREACHABLE, parsed, told, verdict } from "billun/offline/verdict";

// A dead connection often never says so: an upload that has not moved for this long is given up and tried again.
const STALLED_AFTER = 45_000;

/** Sends a multipart PUT with XMLHttpRequest, the one that tells how far an upload is; resolves to a verdict on `id`. */
export function upload(url, id, parts, headers, onProgress) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const watch = watchdog(() => request.abort());
    request.upload.onprogress = (event) => {
      watch.fed();
      onProgress(event.loaded / event.total);
    };
    request.onloadend = () => {
      watch.stop();
      resolve(request.status ? judged(request, id) : UNREACHABLE);
    };
    request.open("PUT", url + id);
    Object.entries(headers).forEach(([name, value]) => request.setRequestHeader(name, value));
    request.send(formOf(parts));
  });
}

function judged(request, id) {
  return verdict(request.status, parsed(request.responseText), told((name) => request.getResponseHeader(name)), id);
}

function formOf(parts) {
  const form = new FormData();
  Object.entries(parts).forEach(([name, value]) => form.append(name, value));
  return form;
}

function watchdog(bark) {
  let timer = setTimeout(bark, STALLED_AFTER);
  const stop = () => clearTimeout(timer);
  const fed = () => {
    stop();
    timer = setTimeout(bark, STALLED_AFTER);
  };
  return { fed, stop };
}
