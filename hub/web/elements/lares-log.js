/** The last lines of the hub's log, for owners. */

import {LitElement, html, css, nothing} from '../lit.js';
import {t} from '../i18n.js';
import {base, buttons} from '../styles.js';
import {store} from '../store.js';

const MOST = 200;

class LaresLog extends LitElement {
  static properties = {lines: {state: true}, problem: {state: true}, only: {state: true}};

  static styles = [
    base,
    buttons,
    css`
      header {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.6rem;
      }
      h3 {
        flex: 1;
        font-size: 1.02rem;
        font-weight: 600;
      }
      pre {
        max-height: 24rem;
        margin: 0.7rem 0 0;
        padding: 0.8rem;
        border-radius: var(--radius-s);
        background: var(--sunken);
        font-size: 0.78rem;
        line-height: 1.5;
        overflow: auto;
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }
      .btn[aria-pressed='true'] {
        background: var(--accent-soft);
        color: var(--accent);
      }
    `,
  ];

  constructor() {
    super();
    /** @type {string[] | null} */
    this.lines = null;
    this.problem = '';
    this.only = false;
  }

  render() {
    const lines = (this.lines ?? []).filter((line) => !this.only || / (WARNING|ERROR|CRITICAL) /.test(line)).slice(-MOST);
    return html`<header><h3>${t('system.log')}</h3>
        ${this.lines === null ? nothing : html`<button class="btn small" type="button" aria-pressed=${this.only} @click=${() => (this.only = !this.only)}>${t('system.log_only')}</button>`}
        <button class="btn small" type="button" data-testid="log-show" @click=${() => void this.#fetch()}>${t(this.lines === null ? 'system.log_show' : 'system.log_again')}</button></header>
      ${this.problem ? html`<p role="alert">${this.problem}</p>` : nothing}
      ${this.lines === null ? nothing : html`<pre tabindex="0" aria-label=${t('system.log')} data-testid="log">${lines.length > 0 ? lines.join('\n') : t('system.log_empty')}</pre>`}`;
  }

  async #fetch() {
    try {
      this.lines = (await store.api.get('error_log')).split('\n').filter(Boolean);
      this.problem = '';
    } catch (error) {
      this.problem = store.complaint(error);
    }
  }
}

customElements.define('lares-log', LaresLog);
