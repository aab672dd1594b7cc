/** One thing that happened: who or what caused it, what the guard said, what came of it, and why. */

import {LitElement, html, css, nothing} from '../lit.js';
import {icon, iconOf} from '../icons.js';
import {formatTime, t} from '../i18n.js';
import {linkTo} from '../router.js';
import {base, buttons} from '../styles.js';
import {store} from '../store.js';
import {actWords} from '../acts.js';
import {stateWords} from '../words.js';
import './lares-heard.js';

/** @typedef {import('../happenings.js').Happening} Happening */
/** @typedef {import('../happenings.js').Change} Change */
/** @typedef {import('../happenings.js').Done} Done */

const SHOWN = 6;
/** @type {Record<string, string>} */
const ICONS = {language: 'chat', voice: 'mic', ui: 'button', api: 'switch', mcp: 'switch', rule: 'rule', event: 'bell', invariant: 'lock', undo: 'undo'};

class LaresHappening extends LitElement {
  static properties = {happening: {attribute: false}, why: {state: true}};

  static styles = [
    base,
    buttons,
    css`
      article {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: 0.2rem 0.9rem;
        padding: 0.8rem 1rem;
        border-bottom: 1px solid var(--line);
      }
      .bubble {
        display: grid;
        place-items: center;
        width: 38px;
        height: 38px;
        border-radius: 12px;
        background: var(--sunken);
        color: var(--ink-2);
      }
      .asked .bubble {
        background: var(--accent-soft);
        color: var(--accent);
      }
      h3 {
        font-size: 1rem;
        font-weight: 560;
        overflow-wrap: anywhere;
      }
      .facts {
        color: var(--ink-2);
        font-size: 0.84rem;
      }
      ul {
        display: grid;
        gap: 0.15rem;
        margin: 0.35rem 0 0;
        padding: 0;
        list-style: none;
        font-size: 0.92rem;
      }
      li {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.2rem 0.6rem;
      }
      li span {
        overflow-wrap: anywhere;
      }
      a {
        color: inherit;
        text-decoration-color: var(--line);
        text-underline-offset: 0.2em;
      }
      a:hover {
        color: var(--accent);
      }
      .status {
        color: var(--ink-2);
      }
      .status.done {
        color: var(--good);
      }
      .status.failed,
      .status.denied {
        color: var(--bad);
      }
      .status.unverified,
      .status.waiting_for_approval {
        color: var(--warn);
      }
      .ask {
        min-height: 32px;
        padding: 0 0.7rem;
        border: 0;
        border-radius: 999px;
        background: none;
        color: var(--accent);
        font-size: 0.84rem;
        text-decoration: underline;
      }
      .why {
        flex-basis: 100%;
        margin: 0.2rem 0 0.4rem;
        padding: 0.6rem 0.9rem;
        border-radius: var(--radius-s);
        background: var(--sunken);
        font-size: 0.88rem;
      }
      ol {
        margin: 0.3rem 0 0;
        padding-left: 1.2rem;
      }
    `,
  ];

  constructor() {
    super();
    /** @type {Happening} */
    this.happening = {at: 0};
    /** What answers "why?", by entity. @type {Record<string, {words: string, causes: {what: string, at: string}[]}>} */
    this.why = {};
  }

  render() {
    const {done, changes = []} = this.happening;
    return done ? this.#done(done) : this.#changes(changes);
  }

  /** @param {Done} done */
  #done(done) {
    const {outcomes = [], verdict, chores = []} = done.plan;
    const shown = outcomes.slice(0, SHOWN);
    const rest = done.effects.filter((change) => !outcomes.some((outcome) => outcome.entity_id === change.entityId));
    return html`<article class="asked" data-testid="happening">
      <span class="bubble">${icon(ICONS[done.source] ?? 'chat')}</span>
      <div>
        <h3>${done.text || this.#words(done)}</h3>
        <p class="facts">${formatTime(done.at)} · ${this.#who(done)}${verdict && verdict.effect !== 'allow' ? html` · ${verdict.reason}` : nothing}</p>
        <ul>
          ${shown.map((outcome) => html`<li><span>${store.nameOf(outcome.entity_id)}: ${actWords({action: outcome.action})}</span>
            <span class="status ${outcome.status}">${t(`activity.${outcome.status}`)}${outcome.detail && outcome.status !== 'done' ? ` – ${outcome.detail}` : ''}</span>${this.#ask(outcome.entity_id)}</li>`)}
          ${outcomes.length > SHOWN ? html`<li class="facts">${t('activity.more', {count: outcomes.length - SHOWN})}</li>` : nothing}
          ${rest.slice(0, SHOWN).map((change) => this.#change(change))}
          ${chores.map((chore) => html`<li><span>${t('activity.kept')}</span><span class="status ${chore.status}">${chore.detail ?? t(`activity.${chore.status}`)}</span></li>`)}
        </ul>
        ${done.source === 'voice' ? html`<lares-heard .planId=${done.id}></lares-heard>` : nothing}
      </div></article>`;
  }

  /** @param {Change[]} changes */
  #changes(changes) {
    const [first] = changes;
    if (first === undefined) return nothing;
    const entity = store.home?.entities.find((each) => each.entity_id === first.entityId);
    return html`<article data-testid="happening">
      <span class="bubble">${entity ? icon(iconOf(entity, store.states.get(first.entityId))) : icon('gauge')}</span>
      <div>
        <p class="facts">${formatTime(first.at)} · ${t('activity.by_itself')}</p>
        <ul>${changes.slice(0, SHOWN).map((change) => this.#change(change))}
          ${changes.length > SHOWN ? html`<li class="facts">${t('activity.more', {count: changes.length - SHOWN})}</li>` : nothing}</ul>
      </div></article>`;
  }

  /** @param {Change} change */
  #change(change) {
    const entity = store.home?.entities.find((each) => each.entity_id === change.entityId);
    const words = entity ? stateWords(entity, {entity_id: change.entityId, state: change.state, attributes: store.states.get(change.entityId)?.attributes ?? {}}) : change.state;
    return html`<li><a href=${linkTo('history', change.entityId)}>${store.nameOf(change.entityId)}</a> <span>${change.state === store.states.get(change.entityId)?.state ? words : change.state}</span>${this.#ask(change.entityId)}</li>`;
  }

  /** @param {string} entityId */
  #ask(entityId) {
    const found = this.why[entityId];
    return html`<button class="ask" type="button" aria-label=${t('activity.why_of', {name: store.nameOf(entityId)})} aria-expanded=${found !== undefined}
        data-testid="why-${entityId}" @click=${() => void this.#explain(entityId)}>${t('activity.why')}</button>
      ${found === undefined ? nothing : html`<div class="why" role="status"><p>${found.words}</p>
        ${found.causes.length > 1 ? html`<ol>${found.causes.map((cause) => html`<li>${cause.what} <span class="facts">${formatTime(cause.at)}</span></li>`)}</ol>` : nothing}</div>`}`;
  }

  /** @param {string} entityId */
  async #explain(entityId) {
    if (this.why[entityId]) {
      const {[entityId]: _, ...others} = this.why;
      this.why = others;
      return;
    }
    try {
      this.why = {...this.why, [entityId]: await store.api.get(`lares/why/${entityId}`)};
    } catch (error) {
      store.say(store.complaint(error));
    }
  }

  /** @param {Done} done */
  #words(done) {
    const steps = done.plan.plan?.body.steps ?? [];
    return steps.map((step) => actWords(step.command, step.targets.map((id) => store.nameOf(id)).join(', '))).join('; ') || t('activity.nothing');
  }

  /** @param {Done} done */
  #who(done) {
    const planner = done.plan.plan?.planner ?? '';
    if (planner.startsWith('rule:')) return t('activity.by_rule', {name: planner.slice(5)});
    const {me, users} = store.people;
    const user = [me, ...users].find((each) => each?.id === done.userId);
    const area = done.source === 'voice' ? store.areaName(done.areaId) : '';
    const way = area ? t('activity.way_voice_in', {area}) : t(`activity.way_${done.source}`);
    return user ? t('activity.by', {name: user.name, way}) : way;
  }
}

customElements.define('lares-happening', LaresHappening);
