/** The people of the house, as far as the one who looks may see and change them. */

/** @typedef {import('./types.js').User} User */
/** What it needs of the store. @typedef {{api: import('./client.js').Api, changed: () => void, complaint: (error: unknown) => string, say: (text: string) => void}} Page */

export const ROLES = ['owner', 'adult', 'child', 'guest', 'device'];

export class People {
  /** @param {Page} page */
  constructor(page) {
    this.page = page;
    /** Who looks. @type {User | null} */
    this.me = null;
    /** Everybody, for owners. @type {User[]} */
    this.users = [];
    this.isShown = false;
  }

  forget() {
    this.me = null;
    this.users = [];
    this.isShown = false;
  }

  /** Find out who looks; a hub that is lost is noticed by others. */
  async look() {
    try {
      this.me = await this.page.api.get('lares/me');
      this.page.changed();
    } catch {
      this.me = null;
    }
  }

  async show() {
    this.isShown = true;
    await this.#done(async () => {}, '');
  }

  hide() {
    this.isShown = false;
    this.page.changed();
  }

  /**
   * @param {string} name
   * @param {string} role
   * @param {string} until a local date and time, or nothing
   */
  add(name, role, until) {
    const body = {name, role, until: until ? new Date(until).toISOString() : null};
    return this.#done(() => this.page.api.post('lares/users', body), `${name} is here now. Set a password next.`);
  }

  /**
   * @param {User} user
   * @param {object} change
   */
  change(user, change) {
    return this.#done(() => this.page.api.patch(`lares/users/${user.id}`, change), '');
  }

  /** @param {User} user */
  remove(user) {
    return this.#done(() => this.page.api.delete(`lares/users/${user.id}`), `${user.name} is removed.`);
  }

  /**
   * Set a password or a PIN; one's own needs the current one.
   *
   * @param {User} user
   * @param {'password' | 'pin'} what
   * @param {string} secret
   * @param {string} current
   */
  setSecret(user, what, secret, current) {
    const isOwn = user.id === this.me?.id;
    const body = {[what]: secret, ...(isOwn && current ? {[`current_${what}`]: current} : {})};
    const path = isOwn ? `lares/me/${what}` : `lares/users/${user.id}/${what}`;
    const name = what === 'pin' ? 'PIN' : 'password';
    return this.#done(() => this.page.api.put(path, body), `The ${name} of ${user.name} is set.`);
  }

  /**
   * Do something, then read anew who is there; returns whether it went well.
   *
   * @param {() => Promise<any>} work
   * @param {string} praise
   */
  async #done(work, praise) {
    try {
      await work();
      this.me = await this.page.api.get('lares/me');
      this.users = this.me?.role === 'owner' ? await this.page.api.get('lares/users') : [];
      if (praise) this.page.say(praise);
      return true;
    } catch (error) {
      this.page.say(this.page.complaint(error));
      return false;
    } finally {
      this.page.changed();
    }
  }
}
