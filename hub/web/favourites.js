/** What somebody starred: the hub keeps it for them, and this browser what it heard last. */

/** What it needs of the store. @typedef {{api: import('./client.js').Api, changed: () => void, complaint: (error: unknown) => string, say: (text: string) => void}} Page */

const KEY = 'lares.favourites';
const PATH = `lares/me/data/${KEY}`;

export class Favourites {
  /** @param {Page} page */
  constructor(page) {
    this.page = page;
    /** Entity ids, in the order they were starred. @type {string[]} */
    this.ids = idsIn(localStorage.getItem(KEY));
  }

  forget() {
    localStorage.removeItem(KEY);
    this.ids = [];
  }

  /** Ask the hub; a hub that is lost is noticed by others. */
  async look() {
    try {
      this.#take((await this.page.api.get(PATH)).value);
    } catch {
      // What this browser heard last stays.
    }
  }

  /** @param {string} entityId */
  has(entityId) {
    return this.ids.includes(entityId);
  }

  /** Star an entity, or take its star away. @param {string} entityId */
  async toggle(entityId) {
    const before = this.ids;
    const next = this.has(entityId) ? before.filter((each) => each !== entityId) : [...before, entityId];
    this.#take(next);
    try {
      await this.page.api.put(PATH, {value: next});
    } catch (error) {
      this.#take(before);
      this.page.say(this.page.complaint(error));
    }
  }

  /** @param {unknown} ids */
  #take(ids) {
    const text = JSON.stringify(ids ?? []);
    localStorage.setItem(KEY, text);
    this.ids = idsIn(text);
    this.page.changed();
  }
}

/** @param {string | null} text @returns {string[]} */
function idsIn(text) {
  try {
    const kept = JSON.parse(text ?? '[]');
    return Array.isArray(kept) ? kept.filter((each) => typeof each === 'string') : [];
  } catch {
    return [];
  }
}
