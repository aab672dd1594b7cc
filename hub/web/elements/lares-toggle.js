/** An on/off switch that shows what is reported, and that a change is pending. */

import {LitElement, html, css} from '../lit.js';
import {base} from '../styles.js';

class LaresToggle extends LitElement {
  static properties = {
    label: {attribute: false},
    on: {attribute: false},
    pending: {attribute: false},
    disabled: {attribute: false},
    testid: {attribute: false},
    tone: {attribute: false},
  };

  static styles = [
    base,
    css`
      button {
        position: relative;
        width: 50px;
        height: 30px;
        padding: 0;
        border: 0;
        border-radius: 999px;
        background: var(--track-off, color-mix(in srgb, var(--ink-3) 42%, var(--surface)));
        transition: background 0.2s;
        display: block;
      }
      button::before {
        content: '';
        position: absolute;
        inset: -7px;
      }
      button[aria-checked='true'] {
        background: var(--accent);
      }
      button.lit[aria-checked='true'] {
        background: var(--lit);
      }
      span {
        position: absolute;
        top: 3px;
        left: 3px;
        width: 24px;
        height: 24px;
        border-radius: 50%;
        background: var(--thumb);
        box-shadow: 0 1px 3px rgb(0 0 0 / 28%);
        transition: transform 0.22s cubic-bezier(0.3, 1.3, 0.6, 1);
      }
      button[aria-checked='true'] span {
        transform: translateX(20px);
      }
      button.pending span {
        animation: breathe 0.9s ease-in-out infinite alternate;
      }
      button:disabled {
        opacity: 0.45;
      }
      @keyframes breathe {
        to {
          opacity: 0.35;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.label = '';
    this.on = false;
    this.pending = false;
    this.disabled = false;
    this.testid = '';
    this.tone = 'accent';
  }

  render() {
    return html`<button type="button" role="switch" class="${this.tone} ${this.pending ? 'pending' : ''}"
      aria-checked=${this.on ? 'true' : 'false'} aria-busy=${this.pending ? 'true' : 'false'}
      aria-label=${this.label} data-testid=${this.testid} ?disabled=${this.disabled}
      @click=${this.#flip}><span></span></button>`;
  }

  #flip() {
    this.dispatchEvent(new CustomEvent('toggled', {detail: !this.on}));
  }
}

customElements.define('lares-toggle', LaresToggle);
