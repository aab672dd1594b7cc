/** The policies in force, in words; mistakes of the owner's file; and reading it again. */

import {LitElement, html, css, nothing} from '../lit.js';
import {Following} from '../following.js';
import {fields, sections} from '../form-styles.js';
import {icon} from '../icons.js';
import {t} from '../i18n.js';
import {effectOf, limitWords, matchWords, toneOf, valueWords} from '../policy-words.js';
import {base, buttons} from '../styles.js';
import {store} from '../store.js';

/** @typedef {import('../policy-words.js').Policy} Policy */
/** @typedef {import('../policy-words.js').PolicyFile} PolicyFile */
/** @typedef {{file: string, problem: string | null, yours: PolicyFile, shipped: PolicyFile}} Told */

class LaresPolicies extends LitElement {
  static properties = {told: {state: true}, problem: {state: true}, isBusy: {state: true}};

  static styles = [
    base,
    buttons,
    sections,
    fields,
    css`
      pre {
        white-space: pre-wrap;
      }
    `,
  ];

  constructor() {
    super();
    new Following(this);
    /** @type {Told | null} */
    this.told = null;
    this.problem = '';
    this.isBusy = false;
  }

  connectedCallback() {
    super.connectedCallback();
    void this.#load();
  }

  render() {
    const {told} = this;
    const yours = told?.yours.policies ?? [];
    const shipped = told?.shipped.policies ?? [];
    const invariants = [...(told?.yours.invariants ?? []), ...(told?.shipped.invariants ?? [])];
    return html`<section aria-labelledby="policies"><div class="head"><h2 id="policies">${t('policies.title')}</h2>
        <button class="btn" type="button" data-testid="policy-reload" ?disabled=${this.isBusy} aria-busy=${this.isBusy}
          @click=${() => void this.#reload()}>${icon('undo')}${t('policies.reload')}</button></div>
      <p class="lead">${t('policies.lead', {file: told?.file ?? 'policy.yaml'})}</p>
      ${this.problem && told === null ? html`<p class="note bad" role="alert">${t('policies.failed')} ${this.problem}</p>` : nothing}
      ${told?.problem || (this.problem && told) ? html`<div class="note bad" role="alert" data-testid="policy-problem">${t('policies.problem')}<pre>${this.problem || told?.problem}</pre></div>` : nothing}
      ${told === null ? nothing : html`<h3>${t('policies.yours')}</h3>
        ${yours.length === 0 ? html`<div class="empty">${t('policies.none_yours')}</div>` : html`<ul class="rows" data-testid="own-policies">${yours.map(policyRow)}</ul>`}
        ${invariants.length === 0 ? nothing : html`<h3>${t('policies.invariants')}</h3><ul class="rows">${invariants.map((one) => html`<li><strong>${one.name}</strong>
          <p class="quiet">${Object.entries(one).filter(([key]) => key !== 'name').map(([key, value]) => `${key.replaceAll('_', ' ')}: ${valueWords(value)}`).join(' · ')}</p></li>`)}</ul>`}
        <details><summary data-testid="shipped-policies">${t('policies.shipped', {number: shipped.length})}</summary><ul class="rows">${shipped.map(policyRow)}</ul></details>`}
    </section>`;
  }

  async #load() {
    try {
      this.told = await store.api.get('lares/policy');
      this.problem = '';
    } catch (error) {
      this.problem = store.complaint(error);
    }
  }

  async #reload() {
    this.isBusy = true;
    try {
      await store.api.post('lares/policy/reload', {});
      store.say(t('policies.reloaded'));
      await this.#load();
    } catch (error) {
      this.problem = store.complaint(error);
    } finally {
      this.isBusy = false;
    }
  }
}

/** @param {Policy} policy */
function policyRow(policy) {
  const effect = effectOf(policy);
  const words = [matchWords(policy.match), limitWords(policy.limit), policy.by ? t('policies.by', {who: policy.by.join(', ')}) : ''].filter(Boolean).join(' · ');
  return html`<li class="line" data-testid="policy"><span class="who"><strong>${policy.name}</strong><span class="quiet">${words}</span>
    <p class="quiet">${t('policies.because', {reason: policy.reason})}</p></span><span class="tag ${toneOf(effect)}">${t(`policies.effect_${effect}`)}</span></li>`;
}

customElements.define('lares-policies', LaresPolicies);
