/** The button to talk: hold it and let go at the end, or press it and just talk. */

import {LitElement, html, css, nothing} from '../lit.js';
import {Following} from '../following.js';
import {icon} from '../icons.js';
import {t} from '../i18n.js';
import {Routed} from '../router.js';
import {base, buttons} from '../styles.js';
import {store} from '../store.js';
import './lares-mic-help.js';

/** The keys that press a button. */
const KEYS = new Set(['Enter', ' ']);

class LaresMic extends LitElement {
  static styles = [
    base,
    buttons,
    css`
      :host {
        display: block;
        flex: none;
      }
      .round {
        position: relative;
        touch-action: none;
        user-select: none;
        -webkit-user-select: none;
        -webkit-touch-callout: none;
      }
      .round[aria-disabled='true'] {
        opacity: 0.4;
        cursor: not-allowed;
      }
      .round.lit::before {
        content: '';
        position: absolute;
        inset: 0;
        border-radius: 50%;
        background: var(--accent);
        opacity: 0.25;
        transform: scale(calc(1 + 0.55 * var(--level, 0)));
        transition: transform 0.08s linear;
        pointer-events: none;
      }
      @media (prefers-reduced-motion: reduce) {
        .round.lit::before {
          display: none;
        }
      }
    `,
  ];

  constructor() {
    super();
    new Following(this);
    new Routed(this);
    this.isPressed = false;
    /** Whether the click to come is of a pointer, whose press did all. */
    this.isOfPointer = false;
    /** Nobody is listened to who does not see it. */
    this.onHide = () => {
      if (store.voice.isListening && (document.hidden || this.offsetParent === null)) store.voice.cancel();
    };
    this.showLevel = () => this.style.setProperty('--level', store.voice.level.toFixed(2));
    /** @type {(event: KeyboardEvent) => void} */
    this.onKey = (event) => {
      const isOurs = event.key === 'Escape' && !event.defaultPrevented && store.voice.phase !== 'idle' && store.voice.help === null;
      if (!isOurs) return;
      event.preventDefault();
      store.voice.cancel();
    };
  }

  connectedCallback() {
    super.connectedCallback();
    document.addEventListener('keydown', this.onKey);
    document.addEventListener('visibilitychange', this.onHide);
    store.voice.addEventListener('level', this.showLevel);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    document.removeEventListener('keydown', this.onKey);
    document.removeEventListener('visibilitychange', this.onHide);
    store.voice.removeEventListener('level', this.showLevel);
  }

  updated() {
    // The page is laid out anew by then.
    requestAnimationFrame(this.onHide);
  }

  render() {
    const {voice} = store;
    const {phase, isListening} = voice;
    const language = voice.otherLanguage;
    const help = isListening ? t('voice.finish_help') : language ? t('voice.talk_in_help', {language}) : t('voice.talk_help');
    return html`<button class="round ${isListening ? 'lit' : ''}" type="button" data-testid="mic" data-phase=${phase} aria-disabled=${voice.isBusy}
        aria-label=${language ? t('voice.talk_in', {language}) : t('voice.talk')} aria-pressed=${isListening} title=${help}
        @pointerdown=${this.#press} @pointerup=${this.#release} @pointercancel=${this.#release} @click=${this.#click}
        @keydown=${this.#keyDown} @keyup=${this.#keyUp} @blur=${this.#release} @contextmenu=${this.#noMenu}>${icon(isListening && !this.isPressed ? 'stop' : 'mic')}</button>
      <span class="visually-hidden" role="status" data-testid="voice-status">${t(`voice.is_${phase}`)}</span>
      ${voice.help ? html`<lares-mic-help .what=${voice.help} .language=${language} @close=${this.#closeHelp} @understood=${this.#understood}></lares-mic-help>` : nothing}`;
  }

  /** @param {PointerEvent} event */
  #press(event) {
    if (event.button !== 0) return;
    this.isOfPointer = true;
    if (store.voice.isListening) {
      void store.voice.finish();
      return;
    }
    /** @type {HTMLElement} */ (event.currentTarget).setPointerCapture(event.pointerId);
    this.isPressed = true;
    store.voice.press();
  }

  #release() {
    if (!this.isPressed) return;
    this.isPressed = false;
    store.voice.letGo();
    this.requestUpdate();
  }

  /** A click that neither pointer nor key made: of what reads the page aloud. */
  #click() {
    const isPointers = this.isOfPointer;
    this.isOfPointer = false;
    if (isPointers) return;
    if (store.voice.isListening) void store.voice.finish();
    else void store.voice.start();
  }

  /** @param {KeyboardEvent} event */
  #keyDown(event) {
    if (!KEYS.has(event.key)) return;
    // It would be a click, when it is pressed or when it is let go.
    event.preventDefault();
    if (event.repeat) return;
    if (store.voice.isListening) {
      void store.voice.finish();
      return;
    }
    this.isPressed = true;
    store.voice.press();
  }

  /** @param {KeyboardEvent} event */
  #keyUp(event) {
    if (!KEYS.has(event.key)) return;
    event.preventDefault();
    this.#release();
  }

  /** What phones show when something is held. @param {Event} event */
  #noMenu(event) {
    if (this.isPressed) event.preventDefault();
  }

  #closeHelp() {
    store.voice.closeHelp();
    this.#focus();
  }

  #understood() {
    this.#focus();
    void store.voice.understood();
  }

  #focus() {
    /** @type {HTMLElement | null} */ (this.renderRoot.querySelector('button'))?.focus();
  }
}

customElements.define('lares-mic', LaresMic);
