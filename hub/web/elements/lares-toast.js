/** A short message that goes away by itself. */

import {LitElement, html, css, nothing} from '../lit.js';
import {Following} from '../following.js';
import {icon} from '../icons.js';
import {t} from '../i18n.js';
import {base, buttons} from '../styles.js';
import {store} from '../store.js';

const SHOWN_MS = 7_000;

class LaresToast extends LitElement {
  static styles = [
    base,
    buttons,
    css`
      :host {
        position: fixed;
        z-index: 10;
        inset: auto 0 calc(1.2rem + env(safe-area-inset-bottom)) 0;
        display: grid;
        justify-items: center;
        padding: 0 1rem;
        pointer-events: none;
      }
      .toast {
        display: flex;
        align-items: center;
        gap: 0.8rem;
        max-width: 34rem;
        padding: 0.5rem 0.5rem 0.5rem 1.1rem;
        border-radius: 18px;
        background: var(--ink);
        color: var(--ground);
        box-shadow: var(--shadow-high);
        pointer-events: auto;
        overflow-wrap: anywhere;
        animation: rise 0.25s ease-out;
      }
      .round {
        flex: none;
        background: none;
        color: inherit;
      }
      @keyframes rise {
        from {
          opacity: 0;
          transform: translateY(12px);
        }
      }
      @media (max-width: 959px) {
        :host {
          bottom: calc(4.8rem + env(safe-area-inset-bottom));
        }
      }
    `,
  ];

  constructor() {
    super();
    new Following(this);
    this.shown = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  updated() {
    const id = store.toast?.id ?? 0;
    if (id === this.shown) return;
    this.shown = id;
    clearTimeout(this.timer);
    if (id) this.timer = setTimeout(() => store.clearToast(), SHOWN_MS);
  }

  render() {
    const {toast} = store;
    return html`<div role="alert">${toast
      ? html`<div class="toast" data-testid="toast"><span>${toast.text}</span>
          <button class="round" type="button" aria-label=${t('notices.dismiss')} @click=${() => store.clearToast()}>${icon('cross')}</button></div>`
      : nothing}</div>`;
  }
}

customElements.define('lares-toast', LaresToast);
