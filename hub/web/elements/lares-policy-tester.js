/** Tries the policies: who, by which way, what, when; tells the verdict and why, policy by policy. */

import {LitElement, html, css, nothing} from '../lit.js';
import {Following} from '../following.js';
import {fields, sections} from '../form-styles.js';
import {formatTime, t} from '../i18n.js';
import {ROLES} from '../people.js';
import {toneOf} from '../policy-words.js';
import {base, buttons} from '../styles.js';
import {store} from '../store.js';

/** @typedef {import('../types.js').Considered} Considered */
/** @typedef {import('../types.js').ActExplained & {action: string, reason: string}} Act */
/** @typedef {{speech: string, verdict: import('../types.js').Verdict, supposed: {who: string | null, by: string, at: string}, acts: Act[]}} Answer */

const WAYS = ['language', 'voice', 'ui', 'api', 'mcp', 'rule', 'event'];

class LaresPolicyTester extends LitElement {
  static properties = {how: {state: true}, entityId: {state: true}, answer: {state: true}, problem: {state: true}, isBusy: {state: true}};

  static styles = [
    base,
    buttons,
    sections,
    fields,
    css`
      .decides {
        font-weight: 580;
      }
      .does-not {
        color: var(--ink-2);
      }
      ul.plain {
        display: grid;
        gap: 0.35rem;
        margin: 0.2rem 0 0;
        padding-left: 1.1rem;
      }
    `,
  ];

  constructor() {
    super();
    new Following(this);
    /** @type {'text' | 'act'} */
    this.how = 'text';
    this.entityId = '';
    /** @type {Answer | null} */
    this.answer = null;
    this.problem = '';
    this.isBusy = false;
  }

  render() {
    const users = store.people.users;
    return html`<section aria-labelledby="test"><h2 id="test">${t('policies.test')}</h2><p class="lead">${t('policies.test_lead')}</p>
      <form class="panel" data-testid="policy-test" @submit=${this.#try}>
        <label>${t('policies.how')}<select data-testid="try-how" .value=${this.how} @change=${(/** @type {Event} */ event) =>
          (this.how = /** @type {HTMLSelectElement} */ (event.target).value === 'act' ? 'act' : 'text')}>
          <option value="text">${t('policies.sentence')}</option><option value="act">${t('policies.act')}</option></select></label>
        ${this.how === 'text' ? html`<label class="whole">${t('policies.sentence')}<input name="text" required maxlength="1000" autocomplete="off" placeholder=${t('policies.sentence_hint')} data-testid="try-text"></label>` : this.#act()}
        <label>${t('policies.who')}<select name="as" data-testid="try-as"><option value="">${t('policies.myself')}</option>
          ${ROLES.map((role) => html`<option value=${role}>${t(`people.role_${role}`)}</option>`)}
          ${users.map((user) => html`<option value=${user.id}>${user.name}</option>`)}</select></label>
        <label>${t('policies.way')}<select name="by" data-testid="try-by">${WAYS.map((way) => html`<option value=${way}>${t(`policies.way_${way}`)}</option>`)}</select></label>
        <label>${t('policies.when')}<input name="at" type="time" aria-describedby="when" data-testid="try-at"><span class="hint" id="when">${t('policies.when_hint')}</span></label>
        <label>${t('policies.home')}<select name="home" data-testid="try-home"><option value="">${t('policies.as_now')}</option>
          <option value="nobody">${t('policies.nobody_home')}</option><option value="everybody">${t('policies.everybody_home')}</option></select></label>
        <div class="choices"><button class="btn primary" type="submit" ?disabled=${this.isBusy} aria-busy=${this.isBusy} data-testid="try-now">${t('policies.ask')}</button></div>
      </form>
      <div role="status" aria-live="polite">${this.problem ? html`<p class="note bad" data-testid="try-problem">${this.problem}</p>` : this.answer ? this.#answer(this.answer) : nothing}</div>
    </section>`;
  }

  #act() {
    const entities = (store.home?.entities ?? []).filter((entity) => (entity.actions ?? []).length > 0).sort((a, b) => a.name.localeCompare(b.name));
    const chosen = entities.find((entity) => entity.entity_id === this.entityId) ?? entities[0];
    return html`<label>${t('policies.entity')}<select name="entity_id" required data-testid="try-entity" @change=${(/** @type {Event} */ event) =>
        (this.entityId = /** @type {HTMLSelectElement} */ (event.target).value)}>
        ${entities.map((entity) => html`<option value=${entity.entity_id} ?selected=${entity === chosen}>${entity.name}</option>`)}</select></label>
      <label>${t('policies.action')}<select name="action" required data-testid="try-action">${(chosen?.actions ?? []).map((action) => html`<option value=${action}>${action}</option>`)}</select></label>`;
  }

  /** @param {Answer} answer */
  #answer(answer) {
    const {supposed, verdict} = answer;
    const way = WAYS.includes(supposed.by) ? t(`policies.way_${supposed.by}`) : supposed.by;
    const who = supposed.who ?? t('policies.nobody');
    return html`<div class="panel" data-testid="try-answer" data-effect=${verdict?.effect ?? ''}>
      <p class="quiet">${t('policies.supposed', {who, way, time: formatTime(supposed.at)})}</p>
      ${answer.acts.length === 0 ? html`<p>${answer.speech || verdict?.reason}</p>` : answer.acts.map((act) => this.#explained(act))}</div>`;
  }

  /** @param {Act} act */
  #explained(act) {
    return html`<div><div class="line"><strong>${store.nameOf(act.entity_id)}</strong><span class="quiet">${act.action}</span>
        <span class="tag ${toneOf(act.effect)}" data-testid="try-effect">${t(`policies.effect_${act.effect}`)}</span></div>
      <p>${t('policies.because', {reason: act.reason})}${act.who_may_approve ? `. ${t('policies.by', {who: act.who_may_approve})}` : ''}</p>
      <details ?open=${act.considered.length <= 4}><summary>${t('policies.considered', {number: act.considered.length})}</summary>
        <ul class="plain" data-testid="try-considered">${[...act.considered].sort((a, b) => rank(a) - rank(b)).map((one) => html`<li class=${one.decides ? 'decides' : one.matches ? '' : 'does-not'}>
          ${one.policy} (${t(`policies.of_${one.of.replaceAll(/\W/g, '_')}`)}): ${t(one.decides ? 'policies.decides' : one.matches ? 'policies.matches' : 'policies.does_not')}; ${one.why}</li>`)}</ul></details></div>`;
  }

  /** @param {SubmitEvent} event */
  async #try(event) {
    event.preventDefault();
    const data = new FormData(/** @type {HTMLFormElement} */ (event.target));
    const body = Object.fromEntries([...data].map(([key, value]) => [key, String(value).trim()]).filter(([, value]) => value !== ''));
    this.isBusy = true;
    try {
      this.answer = await store.api.post('lares/policy/test', body, 45_000);
      this.problem = '';
    } catch (error) {
      this.problem = store.complaint(error);
    } finally {
      this.isBusy = false;
    }
  }
}

/** @param {Considered} one */
function rank(one) {
  return one.decides ? 0 : one.matches ? 1 : 2;
}

customElements.define('lares-policy-tester', LaresPolicyTester);
