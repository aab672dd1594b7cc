/** Which entities changed, told once a frame to those who follow them and to nobody else. */

/** A tab that is not looked at gets no frames. */
const WITHOUT_FRAMES_MS = 300;

export class Changes {
  constructor() {
    /** @type {Map<string, Set<() => void>>} */
    this.followers = new Map();
    /** @type {Set<string>} */
    this.changed = new Set();
    this.isDue = false;
  }

  /**
   * Have something told of some entities; returns how to end that.
   *
   * @param {readonly string[]} ids
   * @param {() => void} tell
   */
  follow(ids, tell) {
    for (const id of ids) {
      const own = this.followers.get(id);
      if (own) own.add(tell);
      else this.followers.set(id, new Set([tell]));
    }
    return () => {
      for (const id of ids) {
        const own = this.followers.get(id);
        own?.delete(tell);
        if (own?.size === 0) this.followers.delete(id);
      }
    };
  }

  /** Take note that an entity changed. @param {string} id */
  note(id) {
    this.changed.add(id);
    if (this.isDue) return;
    this.isDue = true;
    const frame = requestAnimationFrame(() => {
      clearTimeout(timer);
      this.#tell();
    });
    const timer = setTimeout(() => {
      cancelAnimationFrame(frame);
      this.#tell();
    }, WITHOUT_FRAMES_MS);
  }

  #tell() {
    this.isDue = false;
    /** Who follows several that changed redraws once. @type {Set<() => void>} */
    const due = new Set();
    for (const id of this.changed) {
      for (const tell of this.followers.get(id) ?? []) due.add(tell);
    }
    this.changed.clear();
    for (const tell of due) tell();
  }
}
