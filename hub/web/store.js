/** What the page knows, in one place. Elements read it, ask it to act, and redraw on "change". */

import {Changes} from './changes.js';
import {Api, ApiError} from './client.js';
import {Controls} from './controls.js';
import {Conversation} from './conversation.js';
import {Favourites} from './favourites.js';
import {t} from './i18n.js';
import {forgetLast, keepLast, lastKnown} from './last-known.js';
import {holdLine, isRefusal, pause} from './line.js';
import {Notices} from './notices.js';
import {People} from './people.js';
import {Rules} from './rules.js';
import {Voice} from './voice.js';

/** @typedef {import('./types.js').Home} Home */
/** @typedef {import('./types.js').Entity} Entity */
/** @typedef {import('./types.js').State} State */
/** @typedef {import('./types.js').Health} Health */
/** @typedef {'connecting' | 'online' | 'offline'} Connection */

const TOKEN_KEY = 'lares.token';
const REFRESH_KEY = 'lares.refresh_token';
const HEALTH_MS = 20_000;
/** While the hub learns to hear, which takes seconds. */
const LOADING_MS = 2_000;
const HOME_SETTLES_MS = 400;
const RELOAD_MS = 2_000;
/** How often those hear of states who follow everything. */
const STATES_MS = 500;

class Store extends EventTarget {
  constructor() {
    super();
    this.api = new Api('');
    /** Why the person must sign in; null when signed in. @type {string | null} */
    this.signInReason = '';
    /** @type {Connection} */
    this.connection = 'connecting';
    /** When the hub was last heard. @type {Date | null} */
    this.lastHeard = null;
    this.hubName = 'Lares';
    /** @type {Home | null} */
    this.home = null;
    /** @type {Map<string, State>} */
    this.states = new Map();
    this.changes = new Changes();
    this.controls = new Controls(this, (id) => this.#touched(id));
    /** @type {Health} */
    this.health = {};
    this.notices = new Notices(this);
    this.rules = new Rules(this);
    this.talk = new Conversation(this);
    this.voice = new Voice(this);
    this.people = new People(this);
    this.favourites = new Favourites(this);
    /** @type {{text: string, id: number} | null} */
    this.toast = null;
    this.stop = new AbortController();
    this.serial = 0;
    this.announced = false;
    this.isTelling = false;
  }

  /** Take the token from the address or from this browser, and begin. */
  start() {
    addEventListener('hashchange', () => this.#takeToken());
    addEventListener('visibilitychange', () => this.#keepLast());
    if (this.#takeToken()) return;
    const kept = localStorage.getItem(TOKEN_KEY);
    if (kept) {
      this.#showLast();
      this.signIn(kept, localStorage.getItem(REFRESH_KEY) ?? '');
    } else this.changed();
  }

  /**
   * @param {string} token
   * @param {string} [refreshToken] what a login with a password gave besides
   */
  signIn(token, refreshToken = '') {
    localStorage.setItem(TOKEN_KEY, token);
    localStorage.setItem(REFRESH_KEY, refreshToken);
    this.api = new Api(token, refreshToken, (next) => localStorage.setItem(TOKEN_KEY, next));
    this.signInReason = null;
    this.connection = 'connecting';
    this.stop.abort();
    this.stop = new AbortController();
    this.changed();
    void holdLine(this.api, this.stop.signal, {
      opened: (signal) => void this.#load(signal),
      heard: (message) => this.#onEvent(message),
      lost: () => {
        this.connection = 'offline';
        this.changed();
      },
      refused: (reason) => this.#signOutFor(reason),
    });
    void this.#watchHealth(this.stop.signal);
  }

  /** @param {string} reason */
  signOut(reason = '') {
    const {refreshToken} = this.api;
    // A hub that cannot be reached ends the login when it expires.
    if (refreshToken) void this.api.post('lares/logout', {refresh_token: refreshToken}).catch(() => null);
    localStorage.removeItem(TOKEN_KEY);
    localStorage.removeItem(REFRESH_KEY);
    this.stop.abort();
    this.api = new Api('');
    this.home = null;
    this.lastHeard = null;
    forgetLast();
    this.states = new Map();
    this.controls.forget();
    this.notices.forget();
    this.rules.forget();
    this.voice.forget();
    this.talk.forget();
    this.people.forget();
    this.favourites.forget();
    this.signInReason = reason;
    this.changed();
  }

  /** @param {string} reason */
  #signOutFor(reason) {
    this.signOut(`${reason} Sign in again.`);
  }

  /**
   * Become the owner with the code from the console.
   *
   * @param {string} code
   * @param {string} name
   */
  async onboard(code, name) {
    const answer = await this.api.post('lares/onboarding', {code, name});
    this.signIn(answer.token);
  }

  /**
   * Log in with a password.
   *
   * @param {string} name
   * @param {string} password
   */
  async logIn(name, password) {
    const answer = await this.api.post('lares/login', {name, password, client: 'Lares page'});
    this.signIn(answer.token, answer.refresh_token);
  }

  /** Tell whether the hub waits for its first owner. */
  async isNew() {
    return Boolean((await this.api.get('lares/onboarding')).needed);
  }

  /**
   * Show a short message.
   *
   * @param {string} text
   */
  say(text) {
    this.toast = {text, id: ++this.serial};
    this.changed();
  }

  clearToast() {
    this.toast = null;
    this.changed();
  }

  /** Whether the hub hears what is said to it. */
  get hasVoice() {
    return this.health.voice?.state === 'ready' || (this.health.voice?.stt ?? []).length > 0;
  }

  /** The languages that the hub hears, its own first; none: it does not tell. @returns {string[]} */
  get languages() {
    return this.health.voice?.languages ?? [];
  }

  /** @param {string} entityId */
  nameOf(entityId) {
    const found = this.home?.entities.find((entity) => entity.entity_id === entityId);
    return found?.name ?? this.states.get(entityId)?.attributes.friendly_name ?? entityId;
  }

  /** @param {string | null | undefined} areaId */
  areaName(areaId) {
    return this.home?.areas.find((area) => area.id === areaId)?.name ?? '';
  }

  /** Take a token given once in the address, and remove it from there. */
  #takeToken() {
    const given = new URLSearchParams(location.hash.slice(1)).get('token');
    if (!given) return false;
    history.replaceState(null, '', location.pathname + location.search);
    forgetLast();
    this.signIn(given);
    return true;
  }

  /** Show the home as this browser saw it last, until the hub tells. */
  #showLast() {
    const last = lastKnown();
    if (last === null) return;
    this.home = last.home;
    this.states = new Map(last.states.map((state) => [state.entity_id, state]));
    this.hubName = last.hubName;
    this.lastHeard = new Date(last.at);
  }

  #keepLast() {
    if (this.home === null || this.lastHeard === null || this.connection !== 'online') return;
    keepLast(this.home, this.states.values(), this.hubName, this.lastHeard);
  }

  // ---- keeping up with the hub

  /** @param {AbortSignal} signal */
  async #load(signal) {
    try {
      const [home, states, config, notices] = await Promise.all([
        this.api.get('lares/home'),
        this.api.get('states'),
        this.api.get('config').catch(() => null),
        this.api.get('lares/notifications').catch(() => []),
      ]);
      if (signal.aborted) return;
      this.home = home;
      this.hubName = config?.location_name || 'Lares';
      this.#keepNewer(states);
      this.notices.list = notices;
      this.connection = 'online';
      this.lastHeard = new Date();
      this.changed();
      this.#keepLast();
      void this.rules.load();
      void this.people.look();
      void this.favourites.look();
    } catch (error) {
      if (signal.aborted) return;
      if (isRefusal(error)) {
        this.#signOutFor(error.message);
        return;
      }
      await pause(RELOAD_MS, signal);
      if (!signal.aborted) void this.#load(signal);
    }
  }

  /** @param {State[]} states */
  #keepNewer(states) {
    const fresh = new Map();
    for (const state of states) {
      const known = this.states.get(state.entity_id);
      const newer = known && (known.last_updated ?? '') > (state.last_updated ?? '');
      fresh.set(state.entity_id, newer ? known : state);
    }
    this.states = fresh;
  }

  /** @param {{event_type: string, data: any}} message */
  #onEvent(message) {
    this.lastHeard = new Date();
    if (message.event_type === 'state_changed') {
      const {entity_id: entityId, new_state: state} = message.data;
      if (state) this.states.set(entityId, state);
      else this.states.delete(entityId);
      this.controls.waiting.end(entityId);
      this.#touched(entityId);
    } else if (message.event_type === 'lares_plan') {
      this.talk.follow(message.data);
      this.dispatchEvent(new CustomEvent('plan', {detail: message.data}));
      this.rules.follow(message.data);
    } else if (message.event_type === 'lares_outcome') {
      this.talk.note(message.data);
    } else if (message.event_type === 'lares_notification') {
      this.notices.take(message.data);
    } else if (message.event_type === 'lares_entity_changed') {
      if (message.data.change === 'removed') {
        this.states.delete(message.data.entity_id);
        this.#touched(message.data.entity_id);
      }
      this.#reloadHomeSoon();
    }
  }

  #reloadHomeSoon() {
    if (this.announced) return;
    this.announced = true;
    setTimeout(() => {
      this.announced = false;
      void this.reloadHome();
    }, HOME_SETTLES_MS);
  }

  /** Read again what the home is made of. */
  async reloadHome() {
    try {
      this.home = await this.api.get('lares/home');
      this.changed();
    } catch {
      // The stream notices a lost hub; the next announcement loads it again.
    }
  }

  /** @param {AbortSignal} signal */
  async #watchHealth(signal) {
    while (!signal.aborted) {
      try {
        this.health = await this.api.get('lares/health');
      } catch {
        this.health = {};
      }
      if (!signal.aborted) this.changed();
      await pause(this.health.voice?.state === 'loading' ? LOADING_MS : HEALTH_MS, signal);
    }
  }

  // ---- for the parts of the store

  /**
   * Say in words what went wrong; a token that is not known any more ends the session.
   *
   * @param {unknown} error
   */
  complaint(error) {
    if (error instanceof ApiError) {
      if (isRefusal(error)) queueMicrotask(() => this.#signOutFor(error.message));
      return error.message;
    }
    console.error(error);
    return t('shell.went_wrong');
  }

  /** An entity or its control changed: its followers redraw with the next frame, others later. @param {string} entityId */
  #touched(entityId) {
    this.changes.note(entityId);
    if (this.isTelling) return;
    this.isTelling = true;
    setTimeout(() => {
      this.isTelling = false;
      this.dispatchEvent(new Event('states'));
    }, STATES_MS);
  }

  /** Tell all elements to redraw. */
  changed() {
    this.dispatchEvent(new Event('change'));
  }
}

export const store = new Store();
