/** What the page knows, in one place. Elements read it, ask it to act, and redraw on "change". */

import {actWords} from './acts.js';
import {Api, ApiError, needsPin, toReply} from './client.js';
import {Changes} from './changes.js';
import {ASK_MS, Conversation} from './conversation.js';
import {Favourites} from './favourites.js';
import {t} from './i18n.js';
import {forgetLast, keepLast, lastKnown} from './last-known.js';
import {People} from './people.js';
import {Voice} from './voice.js';
import {WaitingControls} from './waiting.js';

/** @typedef {import('./types.js').Home} Home */
/** @typedef {import('./types.js').Entity} Entity */
/** @typedef {import('./types.js').State} State */
/** @typedef {import('./types.js').Health} Health */
/** @typedef {import('./types.js').Notice} Notice */
/** @typedef {import('./types.js').Rule} Rule */
/** @typedef {'connecting' | 'online' | 'offline'} Connection */
/** @typedef {{approvalId: string, reason: string, policy: string, needsPin: boolean, entityId: string, action: string, what: string}} Question */

const TOKEN_KEY = 'lares.token';
const REFRESH_KEY = 'lares.refresh_token';
const HEALTH_MS = 20_000;
/** While the hub learns to hear, which takes seconds. */
const LOADING_MS = 2_000;
const RULES_SETTLE_MS = 500;
/** How often those hear of states who follow everything. */
const STATES_MS = 500;
const BACKOFF_MS = [500, 1_000, 2_000, 4_000, 8_000, 15_000];

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
    this.waiting = new WaitingControls((id) => this.#touched(id));
    /** @type {Health} */
    this.health = {};
    /** What the hub has told, and nobody dismissed. @type {Notice[]} */
    this.notices = [];
    /** The rules that are kept. @type {Rule[]} */
    this.rules = [];
    /** What is wrong in rule files. @type {import('./types.js').RuleProblem[]} */
    this.ruleProblems = [];
    /** @type {import('./types.js').Script[]} */
    this.scripts = [];
    /** @type {import('./types.js').Script[]} */
    this.scenes = [];
    /** Whether rules were read; null: not yet. @type {boolean | null} */
    this.hasRules = null;
    this.rulesAreDue = false;
    this.talk = new Conversation(this);
    this.voice = new Voice(this);
    this.people = new People(this);
    this.favourites = new Favourites(this);
    /** @type {Question | null} */
    this.question = null;
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
    void this.#follow(this.stop.signal);
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
    this.waiting.forget();
    this.notices = [];
    this.rules = [];
    this.ruleProblems = [];
    this.scripts = [];
    this.scenes = [];
    this.hasRules = null;
    this.voice.forget();
    this.talk.forget();
    this.people.forget();
    this.favourites.forget();
    this.question = null;
    this.signInReason = reason;
    this.changed();
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
   * Ask the hub to act on one entity; it shows as pending until the device reports.
   *
   * @param {string} entityId
   * @param {string} action such as "light.turn_on"
   * @param {object} [data]
   */
  async call(entityId, action, data = {}) {
    if (this.connection !== 'online') {
      this.say(t('ask.offline'));
      return;
    }
    this.waiting.begin(entityId);
    try {
      const answer = await this.api.post(`services/${action.replace('.', '/')}?return_response`, {
        entity_id: entityId,
        ...data,
      });
      this.#settleFrom(answer, entityId);
    } catch (error) {
      this.#refused(error, entityId, action);
    }
  }

  /**
   * Answer the approval that a control asked for.
   *
   * @param {boolean} approve
   * @param {string} [pin]
   */
  async answerQuestion(approve, pin) {
    const question = this.question;
    if (question === null) return;
    this.question = null;
    if (approve) this.waiting.begin(question.entityId);
    this.changed();
    try {
      const reply = toReply(
        await this.api.post(`lares/approvals/${question.approvalId}`, pin ? {approve, pin} : {approve}, ASK_MS),
      );
      if (!approve) return;
      const bad = reply.lares?.outcomes?.find((outcome) => outcome.status !== 'done');
      if (bad) this.say(reply.speech || bad.detail || t('ask.unconfirmed'));
      else this.waiting.end(question.entityId);
    } catch (error) {
      this.waiting.end(question.entityId);
      this.say(this.complaint(error));
    }
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

  /**
   * Take a notice off the hub's list; gone already is as good.
   *
   * @param {string} id
   */
  async dismiss(id) {
    try {
      await this.api.delete(`lares/notifications/${encodeURIComponent(id)}`);
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 404)) {
        this.say(this.complaint(error));
        return;
      }
    }
    this.notices = this.notices.filter((notice) => notice.id !== id);
    this.changed();
  }

  /**
   * Let a rule rest, or go on.
   *
   * @param {string} id
   * @param {boolean} paused
   */
  async pauseRule(id, paused) {
    await this.#changeRule(() => this.api.post(`lares/rules/${encodeURIComponent(id)}`, {paused}));
  }

  /** @param {string} id */
  async deleteRule(id) {
    await this.#changeRule(() => this.api.delete(`lares/rules/${encodeURIComponent(id)}`));
  }

  /** @param {() => Promise<any>} change */
  async #changeRule(change) {
    try {
      await change();
    } catch (error) {
      this.say(this.complaint(error));
    }
    await this.loadRules();
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
  async #follow(signal) {
    for (let attempt = 0; !signal.aborted; attempt += 1) {
      try {
        await this.api.stream(
          signal,
          () => {
            attempt = -1;
            void this.#load(signal);
          },
          (message) => this.#onEvent(message),
        );
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof ApiError && error.status === 401) {
          this.signOut(`${error.message} Sign in again.`);
          return;
        }
      }
      if (signal.aborted) return;
      this.connection = 'offline';
      this.changed();
      const base = BACKOFF_MS[Math.min(attempt + 1, BACKOFF_MS.length - 1)];
      await pause(base * (0.75 + Math.random() / 2), signal);
    }
  }

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
      this.notices = notices;
      this.connection = 'online';
      this.lastHeard = new Date();
      this.changed();
      this.#keepLast();
      void this.loadRules();
      void this.people.look();
      void this.favourites.look();
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof ApiError && error.status === 401) {
        this.signOut(`${error.message} Sign in again.`);
        return;
      }
      await pause(2_000, signal);
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
      this.waiting.end(entityId);
      this.#touched(entityId);
    } else if (message.event_type === 'lares_plan') {
      this.talk.follow(message.data);
      this.dispatchEvent(new CustomEvent('plan', {detail: message.data}));
      if (touchesRules(message.data)) this.#loadRulesSoon();
    } else if (message.event_type === 'lares_outcome') {
      this.talk.note(message.data);
    } else if (message.event_type === 'lares_notification') {
      this.notices = [...this.notices.filter((notice) => notice.id !== message.data.id), message.data];
      this.say(message.data.text);
    } else if (message.event_type === 'lares_entity_changed') {
      if (message.data.change === 'removed') {
        this.states.delete(message.data.entity_id);
        this.#touched(message.data.entity_id);
      }
      this.#reloadHomeSoon();
    }
  }

  /** Read rules again once what changes them has settled: many may run at once. */
  #loadRulesSoon() {
    if (this.rulesAreDue) return;
    this.rulesAreDue = true;
    setTimeout(() => {
      this.rulesAreDue = false;
      void this.loadRules();
    }, RULES_SETTLE_MS);
  }

  /** Read rules, scripts and scenes again. */
  async loadRules() {
    try {
      const {rules, problems, scripts, scenes} = await this.api.get('lares/rules');
      this.rules = rules;
      this.ruleProblems = problems;
      this.scripts = scripts;
      this.scenes = scenes;
      this.hasRules = true;
    } catch {
      // Guests may not read them; a lost hub is noticed by the stream.
      this.hasRules ??= false;
    }
    this.changed();
  }

  #reloadHomeSoon() {
    if (this.announced) return;
    this.announced = true;
    setTimeout(() => {
      this.announced = false;
      void this.reloadHome();
    }, 400);
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

  // ---- controls

  /**
   * @param {any} answer
   * @param {string} entityId
   */
  #settleFrom(answer, entityId) {
    /** @type {import('./types.js').Outcome[]} */
    const outcomes = answer?.service_response?.outcomes ?? [];
    const own = outcomes.find((outcome) => outcome.entity_id === entityId);
    if (own && own.status !== 'done') {
      this.waiting.doubt(entityId);
      this.say(`${this.nameOf(entityId)}: ${own.detail || 'the device did not confirm it'}`);
      return;
    }
    /** @type {State[]} */
    const states = Array.isArray(answer) ? answer : (answer?.changed_states ?? []);
    if (own || states.some((state) => state.entity_id === entityId)) this.waiting.end(entityId);
  }

  /**
   * @param {unknown} error
   * @param {string} entityId
   * @param {string} action
   */
  #refused(error, entityId, action) {
    this.waiting.end(entityId);
    if (error instanceof ApiError && error.approvalId) {
      const verdict = error.body.verdict ?? error.body.lares?.verdict ?? {};
      this.question = {
        approvalId: error.approvalId,
        reason: verdict.reason ?? error.message,
        policy: verdict.policy ?? '',
        needsPin: needsPin(verdict),
        entityId,
        action,
        what: actWords({action}, this.nameOf(entityId)),
      };
    } else {
      this.toast = {text: this.complaint(error), id: ++this.serial};
    }
    this.changed();
  }

  // ---- for the parts of the store

  /**
   * Say in words what went wrong; a token that is not known any more ends the session.
   *
   * @param {unknown} error
   */
  complaint(error) {
    if (error instanceof ApiError) {
      if (error.status === 401) {
        const reason = `${error.message} Sign in again.`;
        queueMicrotask(() => this.signOut(reason));
      }
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

/**
 * Whether a plan kept or changed rules, or was a run of one, which may be over with it.
 *
 * @param {import('./types.js').PlanResult} result
 */
function touchesRules(result) {
  return (result.plan?.body.chores?.length ?? 0) > 0 || (result.plan?.planner ?? '').startsWith('rule:');
}

/**
 * @param {number} ms
 * @param {AbortSignal} signal
 * @returns {Promise<void>}
 */
function pause(ms, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    }, {once: true});
  });
}

export const store = new Store();

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
