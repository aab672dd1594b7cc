/** The people of the house, as far as the one who looks may see and change them. */

import {t} from './i18n.js';

/** @typedef {import('./types.js').User} User */
/** @typedef {import('./types.js').Token} Token */
/** @typedef {import('./types.js').Phone} Phone */
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
    /** What lets in without a password. @type {Token[]} */
    this.tokens = [];
    /** @type {Phone[]} */
    this.phones = [];
  }

  forget() {
    this.me = null;
    this.users = [];
    this.tokens = [];
    this.phones = [];
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

  /** Read who is there, and what they carry. */
  load() {
    return this.#done(async () => {}, '');
  }

  /**
   * @param {string} name
   * @param {string} role
   * @param {string} until a local date and time, or nothing
   */
  add(name, role, until) {
    const body = {name, role, until: until ? new Date(until).toISOString() : null};
    return this.#done(() => this.page.api.post('lares/users', body), t('people.added', {name}));
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
    return this.#done(() => this.page.api.delete(`lares/users/${user.id}`), t('people.removed', {name: user.name}));
  }

  /**
   * Set a password or a PIN; one's own needs the current one.
   *
   * @param {User} user
   * @param {'password' | 'pin'} what
   * @param {string} secret
   * @param {string} current
   * @param {boolean} [endsAll] other sessions, tokens and phones end too
   */
  setSecret(user, what, secret, current, endsAll = false) {
    const isOwn = user.id === this.me?.id;
    const body = {
      [what]: secret,
      ...(isOwn && current ? {[`current_${what}`]: current} : {}),
      ...(endsAll ? {end_all: true} : {}),
    };
    const path = isOwn ? `lares/me/${what}` : `lares/users/${user.id}/${what}`;
    const praise = t('people.secret_set', {what: what === 'pin' ? t('people.pin') : t('people.a_password'), name: user.name});
    return this.#done(() => this.page.api.put(path, body), praise);
  }

  /**
   * End a token, a session or a phone.
   *
   * @param {'tokens' | 'phones'} kind
   * @param {{id: string, name: string}} one
   */
  end(kind, one) {
    return this.#done(() => this.page.api.delete(`lares/${kind}/${encodeURIComponent(one.id)}`), t('people.ended_now', {name: one.name}));
  }

  /**
   * Make a token; returns its secret, which nobody tells again, or '' if there is none.
   *
   * @param {string} name
   * @param {string} scope
   * @param {number | null} days
   */
  async makeToken(name, scope, days) {
    let secret = '';
    await this.#done(async () => {
      secret = (await this.page.api.post('lares/tokens', {name, scope, ...(days ? {days} : {})})).token;
    }, '');
    return secret;
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
      [this.users, this.tokens, this.phones] = await Promise.all([
        this.me?.role === 'owner' ? this.page.api.get('lares/users') : [],
        this.page.api.get('lares/tokens').catch(() => []),
        this.page.api.get('lares/phones').catch(() => []),
      ]);
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
