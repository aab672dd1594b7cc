/** Activity: causes and their effects, the newest first. */

import {LitElement, html, css, nothing, repeat} from '../lit.js';
import {Following} from '../following.js';
import {formatTime, t} from '../i18n.js';
import {fetchHappenings} from '../happenings.js';
import {base, buttons, sheets} from '../styles.js';
import {store} from '../store.js';
import '../elements/lares-happening.js';

/** @typedef {import('../happenings.js').Happening} Happening */

const HOURS = 24;
const STEP = 60;
const SETTLES_MS = 1_500;
/** @type {Record<string, (happening: Happening) => boolean>} */
const KINDS = {
  all: () => true,
  asked: ({done}) => done !== undefined && !(done.plan.plan?.planner ?? '').startsWith('rule:'),
  rules: ({done}) => (done?.plan.plan?.planner ?? '').startsWith('rule:'),
  itself: ({done}) => done === undefined,
};

class LaresActivityPage extends LitElement {
  static properties = {rest: {attribute: false}, happenings: {state: true}, kind: {state: true}, shown: {state: true}, problem: {state: true}};

  static styles = [
    base,
    buttons,
    sheets,
    css`
      :host {
        max-width: 60rem;
      }
      .list {
        overflow: hidden;
      }
      .day {
        padding: 0.6rem 1rem 0.3rem;
        color: var(--ink-2);
        font-size: 0.84rem;
        font-weight: 600;
      }
      .more {
        display: grid;
        justify-items: center;
        padding: 1rem;
      }
    `,
  ];

  constructor() {
    super();
    /** @type {string[]} */
    this.rest = [];
    /** @type {Happening[] | null} */
    this.happenings = null;
    this.kind = 'all';
    this.shown = STEP;
    this.problem = '';
    this.heard = () => this.#soon();
    new Following(this);
  }

  connectedCallback() {
    super.connectedCallback();
    store.addEventListener('plan', this.heard);
    void this.#fetch();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    store.removeEventListener('plan', this.heard);
    clearTimeout(this.timer);
  }

  render() {
    const found = (this.happenings ?? []).filter(KINDS[this.kind]);
    return html`<header><h2>${t('nav.activity')}</h2>
        <div class="choices" role="group" aria-label=${t('activity.kinds')}>${Object.keys(KINDS).map((kind) => html`<button class="btn small" type="button"
          aria-pressed=${kind === this.kind} data-testid="kind-${kind}" @click=${() => (this.kind = kind)}>${t(`activity.kind_${kind}`)}</button>`)}</div>
      </header>
      ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      ${this.happenings === null ? html`<p class="empty" role="status">${t('shell.loading')}</p>` : nothing}
      ${this.happenings !== null && found.length === 0 ? html`<p class="empty">${t('activity.quiet')}</p>` : nothing}
      ${found.length === 0 ? nothing : html`<div class="sheet list" data-testid="activity">
        ${repeat(found.slice(0, this.shown), (one) => one.done?.id ?? `${one.at}`, (one, place) => html`
          ${dayOf(one.at) !== dayOf(found[place - 1]?.at ?? 0) ? html`<div class="day">${dayOf(one.at)}</div>` : nothing}
          <lares-happening .happening=${one}></lares-happening>`)}
        ${found.length > this.shown ? html`<div class="more"><button class="btn" type="button" @click=${() => (this.shown += STEP)}>${t('activity.show_more')}</button></div>` : nothing}
      </div>`}`;
  }

  #soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.#fetch(), SETTLES_MS);
  }

  async #fetch() {
    try {
      this.happenings = await fetchHappenings(store.api, HOURS);
      this.problem = '';
    } catch (error) {
      this.happenings ??= [];
      this.problem = store.complaint(error);
    }
  }
}

/** @param {number} at */
function dayOf(at) {
  return formatTime(at, {weekday: 'long', day: 'numeric', month: 'long'});
}

customElements.define('lares-activity-page', LaresActivityPage);
