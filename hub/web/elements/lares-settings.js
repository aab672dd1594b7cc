/** What one chooses for this browser: language, light or dark, Lares as an app; and the way out. */

import {LitElement, html, css, nothing} from '../lit.js';
import {Following} from '../following.js';
import {icon} from '../icons.js';
import {LANGUAGES, language, speak, t} from '../i18n.js';
import {install, installing} from '../install.js';
import {base, buttons} from '../styles.js';
import {store} from '../store.js';
import {THEMES, theme, useTheme} from '../theme.js';

/** Languages in their own words. @type {Record<string, string>} */
const OWN_NAMES = {en: 'English', de: 'Deutsch'};

class LaresSettings extends LitElement {
  static properties = {isOpen: {state: true}};

  static styles = [
    base,
    buttons,
    css`
      :host {
        position: relative;
      }
      .menu {
        position: absolute;
        top: calc(100% + 0.5rem);
        right: 0;
        z-index: 8;
        display: grid;
        gap: 1rem;
        width: min(19rem, calc(100vw - 2rem));
        padding: 1.1rem;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--raised);
        box-shadow: var(--shadow-high);
      }
      fieldset {
        display: grid;
        gap: 0.45rem;
        margin: 0;
        padding: 0;
        border: 0;
      }
      legend,
      .hint {
        padding: 0;
        color: var(--ink-2);
        font-size: 0.82rem;
      }
      legend {
        margin-bottom: 0.45rem;
      }
      .choice {
        display: flex;
        gap: 0.2rem;
        padding: 0.2rem;
        border-radius: 14px;
        background: var(--sunken);
      }
      .choice button {
        flex: 1;
        min-height: 40px;
        padding: 0 0.6rem;
        border: 0;
        border-radius: 11px;
        background: none;
      }
      .choice [aria-pressed='true'] {
        background: var(--surface);
        font-weight: 600;
        box-shadow: var(--shadow);
      }
    `,
  ];

  constructor() {
    super();
    this.isOpen = false;
    new Following(this);
    /** @type {(event: Event) => void} */
    this.outside = (event) => {
      if (!event.composedPath().includes(this)) this.isOpen = false;
    };
    this.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || !this.isOpen) return;
      this.isOpen = false;
      /** @type {HTMLElement | null} */ (this.renderRoot.querySelector('.round'))?.focus();
    });
  }

  connectedCallback() {
    super.connectedCallback();
    document.addEventListener('pointerdown', this.outside);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    document.removeEventListener('pointerdown', this.outside);
  }

  render() {
    return html`<button class="round" type="button" aria-label=${t('settings.label')} title=${t('settings.label')} aria-expanded=${this.isOpen}
        aria-controls="menu" data-testid="settings-open" @click=${() => (this.isOpen = !this.isOpen)}>${icon('settings')}</button>
      ${this.isOpen ? this.#menu() : nothing}`;
  }

  #menu() {
    return html`<div class="menu" id="menu" data-testid="settings">
      ${this.#choice('settings.language', LANGUAGES, language(), (each) => OWN_NAMES[each], speak)}
      ${this.#choice('settings.theme', THEMES, theme(), (each) => t(`settings.theme_${each}`), useTheme)}
      ${this.#app()}
      <button class="btn" type="button" data-testid="sign-out" @click=${() => store.signOut(t('shell.signed_out'))}>${icon('out')}${t('shell.sign_out')}</button>
    </div>`;
  }

  /**
   * @template {string} Choice
   * @param {string} label
   * @param {readonly Choice[]} choices
   * @param {Choice} chosen
   * @param {(choice: Choice) => string} words
   * @param {(choice: Choice) => void} choose
   */
  #choice(label, choices, chosen, words, choose) {
    return html`<fieldset><legend>${t(label)}</legend><div class="choice">${choices.map((each) => html`<button type="button"
      aria-pressed=${each === chosen} lang=${each in OWN_NAMES ? each : nothing} data-testid="choose-${each}" @click=${() => {
        choose(each);
        store.changed();
      }}>${words(each)}</button>`)}</div></fieldset>`;
  }

  #app() {
    const how = installing();
    if (how === 'installed') return nothing;
    if (how !== 'offered') return html`<p class="hint" data-testid="install-hint">${t(`settings.install_${how}`)}</p>`;
    return html`<button class="btn" type="button" data-testid="install" @click=${() => void install()}>${icon('plus')}${t('settings.install')}</button>`;
  }
}

customElements.define('lares-settings', LaresSettings);
