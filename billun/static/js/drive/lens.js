/** The camera at the back of the phone, as a stream in a video element. */
const WANTED = { facingMode: { ideal: "environment" }, width: { ideal: 2560 }, height: { ideal: 1440 } };

export class Lens {
  constructor(video) {
    this.video = video;
  }

  static get present() {
    return Boolean(navigator.mediaDevices?.getUserMedia);
  }

  get #track() {
    return this.video.srcObject?.getVideoTracks()[0];
  }

  get hasTorch() {
    return Boolean(this.#track?.getCapabilities?.().torch);
  }

  /** Resolves once pictures flow; rejects when the camera is refused, absent or taken by another application. */
  async open() {
    this.video.srcObject = await navigator.mediaDevices.getUserMedia({ video: WANTED, audio: false });
    await this.video.play();
  }

  close() {
    this.video.srcObject?.getTracks().forEach((track) => track.stop());
    this.video.srcObject = null;
  }

  torch(on) {
    return this.#track.applyConstraints({ advanced: [{ torch: on }] });
  }

  /** The present picture on a canvas of its own, so that the phone may move on while it is reduced. */
  frame() {
    const canvas = document.createElement("canvas");
    canvas.width = this.video.videoWidth;
    canvas.height = this.video.videoHeight;
    canvas.getContext("2d", { alpha: false }).drawImage(this.video, 0, 0);
    return canvas;
  }
}
