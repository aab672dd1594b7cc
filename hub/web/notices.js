/** What the hub has told, and nobody dismissed. */

import {ApiError} from './client.js';

/** @typedef {import('./types.js').Notice} Notice */
/** What it needs of the store. @typedef {{api: import('./client.js').Api, changed: () => void, complaint: (error: unknown) => string, say: (text: string) => void}} Page */

export class Notices {
  /** @param {Page} page */
  constructor(page) {
    this.page = page;
    /** @type {Notice[]} */
    this.list = [];
  }

  forget() {
    this.list = [];
  }

  /** The hub tells something; the same again takes the place of what it told before. @param {Notice} notice */
  take(notice) {
    this.list = [...this.list.filter((each) => each.id !== notice.id), notice];
    this.page.say(notice.text);
  }

  /**
   * Take a notice off the hub's list; gone already is as good.
   *
   * @param {string} id
   */
  async dismiss(id) {
    try {
      await this.page.api.delete(`lares/notifications/${encodeURIComponent(id)}`);
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 404)) {
        this.page.say(this.page.complaint(error));
        return;
      }
    }
    this.list = this.list.filter((notice) => notice.id !== id);
    this.page.changed();
  }
}
