/** What was said, what the hub answered, and what became of each plan. */

import {ApiError, endsOf, needsPin, toReply} from './client.js';

/** @typedef {import('./types.js').Reply} Reply */
/** @typedef {{id: number, from: 'me' | 'hub', text: string, reply?: Reply, failed?: boolean, settled?: string, busy?: boolean}} Turn */
/** What a conversation needs of the store. @typedef {{api: import('./client.js').Api, changed: () => void, complaint: (error: unknown) => string}} Page */

/** The model may take its time, and devices too. */
export const ASK_MS = 60_000;

export class Conversation {
  /** @param {Page} page */
  constructor(page) {
    this.page = page;
    /** @type {Turn[]} */
    this.turns = [];
    /** @type {string | null} */
    this.id = null;
    this.serial = 0;
  }

  forget() {
    this.turns = [];
    this.id = null;
  }

  /** @param {string} text */
  async ask(text) {
    const shown = this.#wantsPin() && /\d(\D*\d){2}/.test(text) ? '••••' : text;
    this.turns = [...this.turns, {id: ++this.serial, from: 'me', text: shown}];
    const turn = this.#hubTurn();
    try {
      const body = await this.page.api.post(
        'conversation/process',
        {text, conversation_id: this.id, language: navigator.language.split('-')[0]},
        ASK_MS,
      );
      const reply = toReply(body);
      this.id = reply.conversationId ?? this.id;
      if (reply.lares) this.settleApproval(reply.lares);
      this.#answer(turn, {text: reply.speech, reply});
      this.#closeWhenExpired(turn, reply);
    } catch (error) {
      this.#answer(turn, {text: this.page.complaint(error), failed: true});
    }
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
      const text = reply.speech || (approve ? 'Approved.' : 'Rejected. Nothing was done.');
      this.#answer(turn, {text, reply, settled: approve ? 'approved' : 'rejected'});
    } catch (error) {
      // A wrong PIN, or the wrong person: it goes on waiting.
      const waits = error instanceof ApiError && [403, 429].includes(error.status);
      this.#update(turnId, {settled: waits ? undefined : 'closed'});
      this.#answer(turn, {text: this.page.complaint(error), failed: true});
    }
  }

  /** @param {number} turnId */
  async undo(turnId) {
    this.#update(turnId, {settled: 'undoing'});
    const turn = this.#hubTurn();
    try {
      const reply = toReply(await this.page.api.post('lares/undo', {conversation_id: this.id}, ASK_MS));
      this.#update(turnId, {settled: 'undone'});
      this.#answer(turn, {text: reply.speech || 'Undone.', reply});
    } catch (error) {
      this.#update(turnId, {settled: undefined});
      this.#answer(turn, {text: this.page.complaint(error), failed: true});
    }
  }

  /**
   * Close the buttons of a plan that somebody has answered elsewhere: by a "yes", or on the command line.
   *
   * @param {import('./types.js').PlanResult} result
   */
  settleApproval(result) {
    const id = result.plan?.id;
    const ends = endsOf(result);
    if (!id || ends.length === 0 || ends.includes('waiting_for_approval')) return;
    const asked = this.turns.find((turn) => turn.reply?.lares?.approval_id && turn.reply.lares.plan?.id === id);
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

  #wantsPin() {
    return this.turns.some((turn) => !turn.settled && turn.reply?.lares?.approval_id && needsPin(turn.reply.lares.verdict));
  }

  #hubTurn() {
    const id = ++this.serial;
    this.turns = [...this.turns, {id, from: 'hub', text: '', busy: true}];
    this.page.changed();
    return id;
  }

  /**
   * @param {number} id
   * @param {Partial<Turn>} facts
   */
  #answer(id, facts) {
    this.#update(id, {...facts, busy: false});
  }

  /**
   * @param {number} id
   * @param {Partial<Turn>} facts
   */
  #update(id, facts) {
    this.turns = this.turns.map((turn) => (turn.id === id ? {...turn, ...facts} : turn));
    this.page.changed();
  }
}
