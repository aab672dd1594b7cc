/** The page "welcome": what a new owner does first; every step can wait. */

import {LitElement, html, css, nothing} from '../lit.js';
import {Following} from '../following.js';
import {devicesNew} from '../device-news.js';
import {desk} from '../devices.js';
import {sections} from '../form-styles.js';
import {t} from '../i18n.js';
import {goTo, linkTo} from '../router.js';
import {base, buttons} from '../styles.js';
import {store} from '../store.js';
import '../elements/lares-new-devices.js';
import '../elements/lares-welcome-home.js';
import '../elements/lares-welcome-rooms.js';
import '../elements/lares-welcome-try.js';

const STEPS = ['home', 'rooms', 'devices', 'try'];

class LaresWelcomePage extends LitElement {
  static properties = {rest: {attribute: false}};

  static styles = [
    base,
    buttons,
    sections,
    css`
      .page {
        max-width: 44rem;
      }
      ol {
        display: flex;
        flex-wrap: wrap;
        gap: 0.4rem;
        margin: 0;
        padding: 0;
        list-style: none;
      }
      ol a {
        display: inline-flex;
        align-items: center;
        min-height: 40px;
        padding: 0 0.9rem;
        border-radius: 999px;
        background: var(--sunken);
        color: var(--ink-2);
        text-decoration: none;
      }
      ol a[aria-current='step'] {
        background: var(--accent);
        color: var(--on-accent);
        font-weight: 600;
      }
      .ways {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
      }
      .ways .later {
        margin-left: auto;
      }
      a.btn {
        color: inherit;
        text-decoration: none;
      }
      a.btn.primary {
        color: var(--on-accent);
      }
    `,
  ];

  constructor() {
    super();
    new Following(this);
    /** What follows the page's name in the address: the step. @type {string[]} */
    this.rest = [];
  }

  connectedCallback() {
    super.connectedCallback();
    void desk.load();
    this.stop = devicesNew(() => void desk.load());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.stop?.();
  }

  render() {
    const index = Math.max(0, STEPS.indexOf(this.rest[0] ?? ''));
    const step = STEPS[index];
    const isLast = index === STEPS.length - 1;
    return html`<div class="page" data-testid="welcome" data-step=${step}>
      <div><h1>${t('welcome.title', {name: store.people.me?.name ?? ''})}</h1><p class="lead">${t('welcome.lead')}</p></div>
      <nav aria-label=${t('welcome.steps')}><ol>${STEPS.map((one) => html`<li><a href=${linkTo('welcome', one)} aria-current=${one === step ? 'step' : 'false'}
        data-testid="welcome-${one}">${t(`welcome.${one}`)}</a></li>`)}</ol></nav>
      <p class="visually-hidden" role="status">${t('welcome.step', {number: index + 1, of: STEPS.length, name: t(`welcome.${step}`)})}</p>
      ${this.#step(step)}
      <div class="ways">
        ${index > 0 ? html`<a class="btn" href=${linkTo('welcome', STEPS[index - 1])} data-testid="welcome-before">${t('welcome.before')}</a>` : nothing}
        ${isLast ? nothing : html`<a class="btn primary" href=${linkTo('welcome', STEPS[index + 1])} data-testid="welcome-next">${t('welcome.next')}</a>`}
        <button class="btn ${isLast ? 'primary' : ''} later" type="button" data-testid="welcome-later" @click=${() => goTo('home')}>${isLast ? t('welcome.done') : t('welcome.later')}</button></div>
    </div>`;
  }

  /** @param {string} step */
  #step(step) {
    if (step === 'home') return html`<lares-welcome-home></lares-welcome-home>`;
    if (step === 'rooms') return html`<lares-welcome-rooms></lares-welcome-rooms>`;
    if (step === 'try') return html`<lares-welcome-try></lares-welcome-try>`;
    return html`<section><p class="lead">${t('welcome.devices_lead', {number: store.home?.devices.length ?? 0})}</p>
      <lares-new-devices></lares-new-devices><a class="btn" href=${linkTo('devices')}>${t('welcome.all_devices')}</a></section>`;
  }
}

customElements.define('lares-welcome-page', LaresWelcomePage);
