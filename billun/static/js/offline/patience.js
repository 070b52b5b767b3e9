/**
 * Waits between two tries: longer each time, up to a minute, with some chance in it so that a whole depot coming
 * back into the network does not knock at once. A wake ends the wait.
 */
const FIRST = 2;
const LONGEST = 60;

export class Patience {
  #tries = 0;
  #waiting = null;

  /** Resolves after the next pause, in seconds `after` when the server asked for it. */
  wait(after = null) {
    const pause = after ?? Math.min(LONGEST, FIRST * 2 ** this.#tries) * (0.75 + Math.random() / 2);
    this.#tries += 1;
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.wake(), pause * 1000);
      this.#waiting = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  wake() {
    this.#waiting?.();
    this.#waiting = null;
  }

  calm() {
    this.#tries = 0;
  }
}
