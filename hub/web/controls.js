/** Switches, sliders and buttons: what they ask of the hub, and what it asks back. */

import {actWords} from './acts.js';
import {ApiError, needsPin, toReply} from './client.js';
import {ASK_MS} from './conversation.js';
import {t} from './i18n.js';
import {WaitingControls} from './waiting.js';

/** @typedef {{approvalId: string, reason: string, policy: string, needsPin: boolean, entityId: string, action: string, what: string}} Question */
/** What it needs of the store. @typedef {{api: import('./client.js').Api, connection: string, changed: () => void, complaint: (error: unknown) => string, say: (text: string) => void, nameOf: (entityId: string) => string}} Page */

export class Controls {
  /**
   * @param {Page} page
   * @param {(entityId: string) => void} touched called when a control is to redraw
   */
  constructor(page, touched) {
    this.page = page;
    this.waiting = new WaitingControls(touched);
    /** What the hub wants to know before it acts. @type {Question | null} */
    this.question = null;
  }

  forget() {
    this.waiting.forget();
    this.question = null;
  }

  /**
   * Ask the hub to act on one entity; it shows as pending until the device reports.
   *
   * @param {string} entityId
   * @param {string} action such as "light.turn_on"
   * @param {object} [data]
   */
  async call(entityId, action, data = {}) {
    if (this.page.connection !== 'online') {
      this.page.say(t('ask.offline'));
      return;
    }
    this.waiting.begin(entityId);
    try {
      const answer = await this.page.api.post(`services/${action.replace('.', '/')}?return_response`, {
        entity_id: entityId,
        ...data,
      });
      this.#settleFrom(answer, entityId);
    } catch (error) {
      this.#refused(error, entityId, action);
    }
  }

  /**
   * Answer what the hub asked of a control.
   *
   * @param {boolean} approve
   * @param {string} [pin]
   */
  async answer(approve, pin) {
    const {question} = this;
    if (question === null) return;
    this.question = null;
    if (approve) this.waiting.begin(question.entityId);
    this.page.changed();
    try {
      const reply = toReply(
        await this.page.api.post(`lares/approvals/${question.approvalId}`, pin ? {approve, pin} : {approve}, ASK_MS),
      );
      if (!approve) return;
      const bad = reply.lares?.outcomes?.find((outcome) => outcome.status !== 'done');
      if (bad) this.page.say(reply.speech || bad.detail || t('ask.unconfirmed'));
      else this.waiting.end(question.entityId);
    } catch (error) {
      this.waiting.end(question.entityId);
      this.page.say(this.page.complaint(error));
    }
  }

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
      this.page.say(`${this.page.nameOf(entityId)}: ${own.detail || 'the device did not confirm it'}`);
      return;
    }
    /** @type {import('./types.js').State[]} */
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
    if (!(error instanceof ApiError && error.approvalId)) {
      this.page.say(this.page.complaint(error));
      return;
    }
    const verdict = error.body.verdict ?? error.body.lares?.verdict ?? {};
    this.question = {
      approvalId: error.approvalId,
      reason: verdict.reason ?? error.message,
      policy: verdict.policy ?? '',
      needsPin: needsPin(verdict),
      entityId,
      action,
      what: actWords({action}, this.page.nameOf(entityId)),
    };
    this.page.changed();
  }
}
