/** How elements follow the store: they redraw when what they show has changed. */

import {store} from './store.js';

/** Has an element redraw whenever the store changes, while it is on the page; of states it hears some times a second. */
export class Following {
  /** @param {import('./lit.js').LitElement} host */
  constructor(host) {
    this.redraw = () => host.requestUpdate();
    host.addController(this);
  }

  hostConnected() {
    store.addEventListener('change', this.redraw);
    store.addEventListener('states', this.redraw);
  }

  hostDisconnected() {
    store.removeEventListener('change', this.redraw);
    store.removeEventListener('states', this.redraw);
  }
}

/** Has an element redraw when some entities change, with the next frame, and not when others do. */
export class FollowingEntities {
  /**
   * @param {import('./lit.js').LitElement} host
   * @param {() => readonly string[]} ids whom it follows now
   */
  constructor(host, ids) {
    this.ids = ids;
    /** @type {readonly string[]} */
    this.followed = [];
    this.redraw = () => host.requestUpdate();
    this.unfollow = () => {};
    host.addController(this);
  }

  hostConnected() {
    store.addEventListener('change', this.redraw);
    this.#follow();
  }

  hostDisconnected() {
    store.removeEventListener('change', this.redraw);
    this.unfollow();
    this.followed = [];
  }

  hostUpdate() {
    const {followed} = this;
    const wanted = this.ids();
    if (wanted.length !== followed.length || wanted.some((id, at) => id !== followed[at])) this.#follow();
  }

  #follow() {
    this.unfollow();
    this.followed = [...this.ids()];
    this.unfollow = store.changes.follow(this.followed, this.redraw);
  }
}
