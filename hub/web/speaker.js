/** Plays what the hub says. */

/** How it ended: heard to its end, stopped, not to be played, or not let speak before somebody presses something. @typedef {'heard' | 'stopped' | 'failed' | 'blocked'} Ending */

export class Speaker {
  constructor() {
    // One for all: a browser that lets it speak once lets it speak again.
    this.audio = new Audio();
    /** @type {(ending: Ending) => void} */
    this.onEnd = () => {};
    this.audio.addEventListener('ended', () => this.onEnd('heard'));
    this.audio.addEventListener('error', () => this.onEnd('failed'));
  }

  /**
   * Play a reply; resolves when that is over.
   *
   * @param {string} url as the hub names it, from its root
   * @returns {Promise<Ending>}
   */
  play(url) {
    this.stop();
    return new Promise((resolve) => {
      this.onEnd = resolve;
      this.audio.src = new URL(url.replace(/^\//, './'), document.baseURI).href;
      this.audio.play().catch((/** @type {Error} */ error) => resolve(error.name === 'NotAllowedError' ? 'blocked' : 'failed'));
    });
  }

  stop() {
    this.audio.pause();
    this.onEnd('stopped');
  }
}
