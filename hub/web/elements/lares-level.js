/** How loud it is at the microphone: bars that run by, or one bar where motion is not wanted. */

import {LitElement, html, css} from '../lit.js';
import {base} from '../styles.js';
import {store} from '../store.js';

const BARS = 36;
/** Even silence is seen, so that one sees that it listens. */
const LEAST = 0.08;

class LaresLevel extends LitElement {
  static styles = [
    base,
    css`
      :host {
        flex: 1;
        min-width: 0;
      }
      .bars {
        display: flex;
        align-items: center;
        justify-content: flex-end;
        gap: 3px;
        height: 32px;
        overflow: hidden;
      }
      i {
        flex: none;
        width: 3px;
        height: 100%;
        border-radius: 2px;
        background: var(--accent);
        transform: scaleY(var(--high, 0.08));
      }
      .one {
        display: none;
        height: 8px;
        margin: 12px 0;
        border-radius: 4px;
        background: var(--surface);
        overflow: hidden;
      }
      .one i {
        display: block;
        width: 100%;
        transform: scaleX(var(--high, 0.08));
        transform-origin: left;
      }
      @media (prefers-reduced-motion: reduce) {
        .bars {
          display: none;
        }
        .one {
          display: block;
        }
      }
    `,
  ];

  constructor() {
    super();
    /** @type {number[]} */
    this.levels = Array(BARS).fill(LEAST);
    this.note = () => {
      this.levels = [...this.levels.slice(1), Math.max(LEAST, store.voice.level)];
      this.#show();
    };
  }

  connectedCallback() {
    super.connectedCallback();
    store.voice.addEventListener('level', this.note);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    store.voice.removeEventListener('level', this.note);
  }

  render() {
    return html`<div class="bars" aria-hidden="true">${this.levels.map(() => html`<i></i>`)}</div>
      <div class="one" aria-hidden="true"><i></i></div>`;
  }

  #show() {
    const shown = /** @type {NodeListOf<HTMLElement>} */ (this.renderRoot.querySelectorAll('.bars i'));
    shown.forEach((bar, at) => bar.style.setProperty('--high', this.levels[at].toFixed(2)));
    const one = /** @type {HTMLElement | null} */ (this.renderRoot.querySelector('.one i'));
    one?.style.setProperty('--high', (this.levels.at(-1) ?? LEAST).toFixed(2));
  }
}

customElements.define('lares-level', LaresLevel);
