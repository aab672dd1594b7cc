/** What was said, what the hub answered, and what became of each plan. */

import {ApiError, endsOf, needsPin, toReply} from './client.js';
import {language, t} from './i18n.js';
import {forgetTalk, forgetTalks, keepTalk, keptTalks} from './talks.js';

/** @typedef {import('./types.js').Reply} Reply */
/** @typedef {import('./types.js').PlanResult} PlanResult */
/** A plan that was shown before it runs. @typedef {{text: string, digest: string, answer?: 'done' | 'left'}} Preview */
/** @typedef {{id: number, from: 'me' | 'hub', text: string, at: number, reply?: Reply, failed?: boolean, settled?: string, busy?: boolean, preview?: Preview, spoken?: Spoken}} Turn */
/** How a sentence was spoken: `isOpen` while it still is; the run of the voice assistant, once it is known. @typedef {{isOpen?: boolean, runId?: string}} Spoken */
/** What a conversation needs of the store. @typedef {{api: import('./client.js').Api, changed: () => void, complaint: (error: unknown) => string}} Page */

/** The model may take its time, and devices too. */
export const ASK_MS = 60_000;

const PREVIEW_KEY = 'lares.show_first';
const KEEP_AFTER_MS = 400;
const DOTS = '••••';
/** It is not shown, and not kept, before the hub has said that it is no PIN. */
const MAY_BE_PIN = /\d(?:[\s.,:-]*\d){3,}/g;
const NUMBERS = [
  'zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple',
  'null|eins|zwei|zwo|drei|vier|fünf|sechs|sieben|acht|neun',
  'zéro|un|deux|trois|quatre|cinq|sept|huit|neuf',
  'cero|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve',
  'due|tre|quattro|cinque|sei|sette|otto|nove',
  'nul|een|één|twee|drie|vijf|zes|zeven|negen',
].join('|');
/** It may tell a PIN in words, or half of one. */
const NAMES_PIN = new RegExp(
  `(?<!\\p{L})(?:p\\W?i\\W?n|pins|pincode|passcode|codes?|geheimzahl|codice|c[oó]digo|clave|kode|(?:(?:${NUMBERS})\\P{L}+){2}(?:${NUMBERS}))(?!\\p{L})`,
  'iu',
);
/** Plans that move or keep something; all else is only said. */
const ACTS = new Set(['steps', 'chores']);

export class Conversation {
  /** @param {Page} page */
  constructor(page) {
    this.page = page;
    /** @type {Turn[]} */
    this.turns = [];
    this.id = newId();
    this.serial = 0;
    this.showsFirst = localStorage.getItem(PREVIEW_KEY) === 'yes';
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  /** Forget this conversation, and all that were kept. */
  forget() {
    clearTimeout(this.timer);
    this.turns = [];
    this.id = newId();
    forgetTalks();
  }

  /** Begin another conversation; this one is kept. */
  startAnew() {
    this.#keep();
    this.turns = [];
    this.id = newId();
    this.page.changed();
  }

  /** Go on with an earlier conversation. @param {string} id */
  open(id) {
    this.#keep();
    const talk = keptTalks().find((each) => each.id === id);
    if (!talk) return;
    this.id = id;
    this.turns = talk.turns.map(afterwards);
    this.serial = Math.max(0, ...this.turns.map((turn) => turn.id));
    this.page.changed();
  }

  /** @param {string} id */
  drop(id) {
    forgetTalk(id);
    if (id === this.id) {
      clearTimeout(this.timer);
      this.turns = [];
      this.id = newId();
    }
    this.page.changed();
  }

  /** Whether plans are shown before they run. @param {boolean} first */
  showFirst(first) {
    this.showsFirst = first;
    localStorage.setItem(PREVIEW_KEY, first ? 'yes' : 'no');
    this.page.changed();
  }

  /** What was said in this conversation, the latest first. @returns {string[]} */
  get sentences() {
    const said = this.turns.filter((turn) => turn.from === 'me' && turn.text !== '' && !turn.text.includes('•')).map((turn) => turn.text);
    return [...new Set(said.reverse())];
  }

  /** @param {string} text */
  async ask(text) {
    const isPin = this.#wantsPin() && /\d(\D*\d){2}/.test(text);
    const shown = isPin || NAMES_PIN.test(text) ? DOTS : text.replaceAll(MAY_BE_PIN, DOTS);
    const said = ++this.serial;
    this.turns = [...this.turns, {id: said, from: 'me', text: shown, at: Date.now()}];
    const turn = this.#hubTurn();
    // A "yes" or the name of a lamp answers what was asked; there is nothing to show before.
    const showsFirst = this.showsFirst && !this.isAsked;
    const lares = await (showsFirst ? this.#show(turn, text) : this.#run(turn, text));
    if (lares && !isPin) this.#update(said, {text: lares.shown ?? text});
  }

  /** Begin a sentence that is being spoken. @returns {number} its turn */
  hear() {
    const id = ++this.serial;
    this.turns = [...this.turns, {id, from: 'me', text: '', at: Date.now(), spoken: {isOpen: true}}];
    this.page.changed();
    return id;
  }

  /**
   * Show the words of a spoken sentence, as they come or for good.
   *
   * @param {number} turnId
   * @param {string} text
   * @param {Spoken} spoken
   */
  heard(turnId, text, spoken) {
    this.#update(turnId, {text, spoken});
  }

  /** Leave out a sentence of which nothing was heard. @param {number} turnId */
  unhear(turnId) {
    this.turns = this.turns.filter((turn) => turn.id !== turnId);
    this.page.changed();
  }

  /** Begin the answer to a spoken sentence. @returns {number} its turn */
  answering() {
    return this.#hubTurn();
  }

  /**
   * Show what a spoken sentence came to.
   *
   * @param {number} turnId
   * @param {any} body as `conversation/process` answers
   * @param {Spoken} spoken
   */
  answered(turnId, body, spoken) {
    this.#take(turnId, toReply(body), spoken);
  }

  /**
   * Show why a spoken sentence came to nothing.
   *
   * @param {number} turnId
   * @param {string} text
   * @param {Spoken} spoken
   */
  failed(turnId, text, spoken) {
    this.#answer(turnId, {text, failed: true, spoken});
  }

  /** Keep how an answer came about. @param {number} turnId @param {Spoken} spoken */
  tellOf(turnId, spoken) {
    this.#update(turnId, {spoken});
  }

  /** Whether what is said next answers something that was asked: a "yes", the name of a lamp, a PIN. */
  get isAsked() {
    const last = this.turns.findLast((turn) => turn.from === 'hub' && !turn.busy);
    return last?.reply?.lares?.plan?.body.kind === 'question' || this.turns.some((turn) => !turn.settled && hasAsked(turn));
  }

  /** Run a plan that was shown. @param {number} turnId */
  async doShown(turnId) {
    const preview = this.turns.find((turn) => turn.id === turnId)?.preview;
    if (!preview || preview.answer) return;
    this.#update(turnId, {preview: {...preview, answer: 'done'}});
    await this.#run(this.#hubTurn(), preview.text, preview.digest);
  }

  /** @param {number} turnId */
  leaveShown(turnId) {
    const preview = this.turns.find((turn) => turn.id === turnId)?.preview;
    if (preview) this.#update(turnId, {preview: {...preview, answer: 'left'}});
  }

  /**
   * Answer an approval asked for in the chat.
   *
   * @param {number} turnId
   * @param {string} approvalId
   * @param {boolean} approve
   * @param {string} [pin]
   */
  async decide(turnId, approvalId, approve, pin) {
    this.#update(turnId, {settled: approve ? 'approving' : 'rejecting'});
    const turn = this.#hubTurn();
    try {
      const reply = toReply(await this.page.api.post(`lares/approvals/${approvalId}`, pin ? {approve, pin} : {approve}, ASK_MS));
      this.#update(turnId, {settled: approve ? 'approved' : 'rejected'});
      const text = reply.speech || t(approve ? 'ask.approved' : 'ask.rejected');
      this.#answer(turn, {text, reply, settled: approve ? 'approved' : 'rejected'});
    } catch (error) {
      // A wrong PIN, or the wrong person: it goes on waiting.
      const waits = error instanceof ApiError && [403, 429].includes(error.status);
      this.#update(turnId, {settled: waits ? undefined : 'closed'});
      this.#fail(turn, error);
    }
  }

  /** @param {number} turnId */
  async undo(turnId) {
    this.#update(turnId, {settled: 'undoing'});
    const turn = this.#hubTurn();
    try {
      const reply = toReply(await this.page.api.post('lares/undo', {conversation_id: this.id}, ASK_MS));
      this.#update(turnId, {settled: 'undone'});
      this.#answer(turn, {text: reply.speech || t('ask.undone'), reply});
    } catch (error) {
      this.#update(turnId, {settled: undefined});
      this.#fail(turn, error);
    }
  }

  /**
   * Show a plan of this conversation as it starts, goes on and ends; close the buttons of one that
   * somebody has answered elsewhere: by a "yes", or on the command line.
   *
   * @param {PlanResult} result
   */
  follow(result) {
    const id = result.plan?.id;
    if (!id) return;
    this.#settle(result);
    const turn = this.#turnOf(id) ?? (result.plan?.request?.conversation_id === this.id ? this.turns.findLast((each) => each.busy) : undefined);
    if (!turn || turn.reply?.lares?.finished_at) return;
    this.#update(turn.id, {reply: {speech: '', conversationId: this.id, ...turn.reply, lares: {...turn.reply?.lares, ...result}}});
  }

  /**
   * Take in how one act ended while others are under way.
   *
   * @param {{plan_id: string, outcome: import('./types.js').Outcome}} told
   */
  note({plan_id: id, outcome}) {
    const turn = this.#turnOf(id);
    const lares = turn?.reply?.lares;
    if (!turn?.reply || !lares || lares.finished_at) return;
    const others = (lares.outcomes ?? []).filter((one) => one.step !== outcome.step || one.entity_id !== outcome.entity_id);
    this.#update(turn.id, {reply: {...turn.reply, lares: {...lares, outcomes: [...others, {...outcome, ended: true}]}}});
  }

  // ---- asking the hub

  /**
   * @param {number} turn
   * @param {string} text
   * @returns {Promise<PlanResult | undefined>} the plan, if the hub answered
   */
  async #show(turn, text) {
    try {
      const body = await this.page.api.post('lares/plan', this.#sentence(text), ASK_MS);
      const reply = toReply(body);
      const kind = reply.lares?.plan?.body.kind ?? '';
      if (!ACTS.has(kind)) return await this.#run(turn, text, body.digest);
      // A PIN that was told with the order is not kept until it is pressed: it will be asked for.
      const order = reply.lares?.shown ? (reply.lares.plan?.request?.text ?? '') : text;
      // A rule gets its id when it is planned, so the next plan of it is never quite the same.
      this.#answer(turn, {text: '', reply, preview: {text: order, digest: kind === 'steps' ? body.digest : ''}});
      return reply.lares ?? undefined;
    } catch (error) {
      this.#fail(turn, error);
      return undefined;
    }
  }

  /**
   * @param {number} turn
   * @param {string} text
   * @param {string} [digest] of the plan that was shown, and no other
   * @returns {Promise<PlanResult | undefined>} what came of it, if the hub answered
   */
  async #run(turn, text, digest) {
    try {
      const body = {...this.#sentence(text), ...(digest ? {digest} : {})};
      const reply = toReply(await this.page.api.post('conversation/process', body, ASK_MS));
      this.#take(turn, reply);
      return reply.lares ?? undefined;
    } catch (error) {
      this.#fail(turn, error);
      return undefined;
    }
  }

  /**
   * @param {number} turn
   * @param {Reply} reply
   * @param {Spoken} [spoken]
   */
  #take(turn, reply, spoken) {
    if (reply.lares) this.#settle(reply.lares);
    this.#answer(turn, {text: reply.speech, reply, spoken});
    this.#closeWhenExpired(turn, reply);
  }

  /** @param {string} text */
  #sentence(text) {
    return {text, conversation_id: this.id, language: language()};
  }

  /**
   * @param {number} turn
   * @param {unknown} error
   */
  #fail(turn, error) {
    this.#answer(turn, {text: this.page.complaint(error), failed: true});
  }

  // ---- what became of it

  /** @param {PlanResult} result */
  #settle(result) {
    const ends = endsOf(result);
    if (ends.length === 0 || ends.includes('waiting_for_approval')) return;
    const asked = this.turns.find((turn) => turn.reply?.lares?.approval_id && turn.reply.lares.plan?.id === result.plan?.id);
    if (!asked || asked.settled) return;
    const rejected = ends.every((status) => status === 'denied');
    this.#update(asked.id, {settled: rejected ? 'rejected' : 'approved'});
  }

  /**
   * @param {number} id
   * @param {Reply} reply
   */
  #closeWhenExpired(id, reply) {
    const {approval_id: approvalId, expires_at: expires} = reply.lares ?? {};
    if (!approvalId || !expires) return;
    setTimeout(() => {
      if (this.turns.some((turn) => turn.id === id && !turn.settled)) this.#update(id, {settled: 'closed'});
    }, Math.max(0, Date.parse(expires) - Date.now()));
  }

  /** The turn that shows a plan on its way; not one in which it waits for a person. @param {string} planId */
  #turnOf(planId) {
    return this.turns.find((turn) => turn.reply?.lares?.plan?.id === planId && !turn.preview && !hasAsked(turn));
  }

  #wantsPin() {
    return this.turns.some((turn) => !turn.settled && turn.reply?.lares?.approval_id && needsPin(turn.reply.lares.verdict));
  }

  #hubTurn() {
    const id = ++this.serial;
    this.turns = [...this.turns, {id, from: 'hub', text: '', at: Date.now(), busy: true}];
    this.page.changed();
    return id;
  }

  /**
   * @param {number} id
   * @param {Partial<Turn>} facts
   */
  #answer(id, facts) {
    this.#update(id, {...facts, busy: false, at: Date.now()});
  }

  /**
   * @param {number} id
   * @param {Partial<Turn>} facts
   */
  #update(id, facts) {
    this.turns = this.turns.map((turn) => (turn.id === id ? {...turn, ...facts} : turn));
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#keep(), KEEP_AFTER_MS);
    this.page.changed();
  }

  #keep() {
    clearTimeout(this.timer);
    keepTalk(this.id, this.turns.filter((turn) => !turn.spoken?.isOpen));
  }
}

/** Whether the turn asked a person, who may have answered since. @param {Turn} turn */
function hasAsked(turn) {
  const lares = turn.reply?.lares;
  return Boolean(lares?.approval_id) && endsOf(lares ?? {}).includes('waiting_for_approval');
}

/**
 * What is left of a turn when its conversation is opened again: nothing is under way any more.
 *
 * @param {Turn} turn
 * @returns {Turn}
 */
function afterwards(turn) {
  const lares = turn.reply?.lares;
  const expired = lares?.approval_id && !turn.settled && Date.parse(lares.expires_at ?? '') < Date.now();
  const settled = expired ? 'closed' : turn.settled;
  const reply = turn.reply && lares ? {...turn.reply, lares: {...lares, finished_at: lares.finished_at ?? 'before'}} : turn.reply;
  return turn.busy ? {...turn, busy: false, failed: true, text: t('ask.interrupted'), reply} : {...turn, reply, settled};
}

/** An id nobody guesses; `crypto.randomUUID` is there on encrypted pages only. */
function newId() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
