/** What lets in without a password: sessions, tokens of programs, phones. Each can be ended. */

import {LitElement, html, css, nothing} from '../lit.js';
import {Following} from '../following.js';
import {fields, sections} from '../form-styles.js';
import {formatAgo, formatTime, t} from '../i18n.js';
import {base, buttons} from '../styles.js';
import {store} from '../store.js';

const SCOPES = ['read', 'control', 'admin'];

class LaresCarried extends LitElement {
  static properties = {secret: {state: true}};

  static styles = [
    base,
    buttons,
    sections,
    fields,
    css`
      code {
        flex: 1 1 12rem;
        overflow-wrap: anywhere;
      }
    `,
  ];

  constructor() {
    super();
    new Following(this);
    /** A token that was made just now. */
    this.secret = '';
  }

  render() {
    const {tokens, phones} = store.people;
    const isEmpty = tokens.length + phones.length === 0;
    return html`<section aria-labelledby="carried"><h2 id="carried">${t('people.carried')}</h2><p class="lead">${t('people.carried_lead')}</p>
      ${isEmpty ? html`<div class="empty">${t('people.none_carried')}</div>` : html`<ul class="rows">
        ${tokens.map((token) => this.#row('tokens', token, [
          t(token.kind === 'refresh' ? 'people.session' : 'people.token'), whose(token.user_id), t(`people.scope_${token.scope}`),
          token.last_used ? t('people.used', {ago: formatAgo(token.last_used)}) : t('people.never_used'),
          token.expires ? t('people.expires', {time: formatTime(token.expires, {dateStyle: 'medium'})}) : '',
        ], token.is_current))}
        ${phones.map((phone) => this.#row('phones', phone, [t('people.phone'), whose(phone.user_id), phone.model ?? '', phone.app ?? ''], false))}</ul>`}
      ${this.secret ? html`<div class="note good line" role="status"><span>${t('people.token_once')}</span><code data-testid="token-secret">${this.secret}</code>
        <button class="btn small" type="button" data-testid="token-copy" @click=${() => void this.#copy()}>${t('people.copy')}</button></div>` : nothing}
      <details class="panel"><summary data-testid="new-token">${t('people.new_token')}</summary><form @submit=${this.#make}>
        <label>${t('people.token_name')}<input name="name" required maxlength="60" autocomplete="off" data-testid="token-name"></label>
        <label>${t('people.scope')}<select name="scope" data-testid="token-scope">${SCOPES.map((one) => html`<option value=${one} ?selected=${one === 'control'}>${t(`people.scope_${one}`)}</option>`)}</select></label>
        <label>${t('people.days')}<input name="days" type="number" min="1" max="3650" placeholder=${t('people.for_ever')} data-testid="token-days"></label>
        <div class="choices"><button class="btn primary" type="submit" data-testid="token-make">${t('people.make')}</button></div></form></details>
    </section>`;
  }

  /**
   * @param {'tokens' | 'phones'} kind
   * @param {{id: string, name: string}} one
   * @param {string[]} facts
   * @param {boolean} isCurrent
   */
  #row(kind, one, facts, isCurrent) {
    return html`<li class="line" data-testid="carried" data-name=${one.name}><span class="who"><strong>${one.name}</strong>
        <span class="quiet">${facts.filter(Boolean).join(' · ')}</span></span>
      ${isCurrent ? html`<span class="tag good">${t('people.this_one')}</span>` : html`<button class="btn small danger" type="button" data-testid="end-carried"
        aria-label=${t('people.end_this', {name: one.name})} @click=${() => void store.people.end(kind, one)}>${t('people.end')}</button>`}</li>`;
  }

  /** @param {SubmitEvent} event */
  async #make(event) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    const data = new FormData(form);
    const days = Number(data.get('days'));
    this.secret = await store.people.makeToken(String(data.get('name') ?? '').trim(), String(data.get('scope')), days || null);
    if (this.secret) form.reset();
  }

  async #copy() {
    try {
      await navigator.clipboard.writeText(this.secret);
      store.say(t('people.copied'));
    } catch {
      const code = /** @type {HTMLElement} */ (this.renderRoot.querySelector('code'));
      getSelection()?.selectAllChildren(code);
    }
  }
}

/** @param {string | null} userId */
function whose(userId) {
  return store.people.users.find((user) => user.id === userId)?.name ?? '';
}

customElements.define('lares-carried', LaresCarried);
