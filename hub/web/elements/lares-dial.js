/**
 * A round dial with one handle, or two for a range: turned by finger, mouse or keys.
 *
 * "chosen" tells `{value}` or `{low, high}` once the hand lets go, or the keys rest.
 */

import {LitElement, html, svg, css, nothing} from '../lit.js';
import {formatNumber} from '../i18n.js';
import {base} from '../styles.js';

/** @typedef {'value' | 'low' | 'high'} Handle */

const FROM_DEG = 135;
const SWEEP_DEG = 270;
const RADIUS = 80;
const CENTRE = 100;
/** How long keys and buttons rest before one command is sent. */
const GATHER_MS = 700;
/** How near the ring a finger must be, in units of the drawing. */
const REACH = 26;

class LaresDial extends LitElement {
  static properties = {
    label: {attribute: false},
    labels: {attribute: false},
    value: {attribute: false},
    low: {attribute: false},
    high: {attribute: false},
    now: {attribute: false},
    min: {attribute: false},
    max: {attribute: false},
    step: {attribute: false},
    unit: {attribute: false},
    tone: {attribute: false},
    words: {attribute: false},
    disabled: {attribute: false},
    pending: {attribute: false},
    testid: {attribute: false},
    held: {state: true},
  };

  static styles = [
    base,
    css`
      :host {
        width: 100%;
        max-width: 15rem;
        margin: 0 auto;
      }
      svg {
        display: block;
        width: 100%;
        overflow: visible;
      }
      path {
        fill: none;
        stroke-width: 13;
        stroke-linecap: round;
      }
      .track {
        stroke: var(--sunken);
      }
      .fill {
        stroke: var(--accent);
      }
      .cool .fill {
        stroke: var(--cool);
      }
      .range .fill {
        stroke: var(--good);
      }
      .off .fill {
        stroke: var(--ink-3);
      }
      .ring {
        stroke: transparent;
        stroke-width: 44;
        touch-action: none;
        cursor: pointer;
      }
      .now {
        fill: var(--ink-2);
        stroke: var(--surface);
        stroke-width: 2;
      }
      .handle {
        cursor: grab;
        touch-action: none;
        outline: none;
      }
      .handle circle {
        fill: var(--thumb);
        stroke: var(--ink-3);
        stroke-width: 1.5;
      }
      .handle:focus-visible circle {
        stroke: var(--accent);
        stroke-width: 5;
      }
      .disabled .handle,
      .disabled .ring {
        cursor: not-allowed;
        pointer-events: none;
      }
      .pending .handle circle {
        animation: breathe 0.9s ease-in-out infinite alternate;
      }
      text {
        text-anchor: middle;
        fill: var(--ink-2);
        font-size: 13px;
        font-family: var(--font);
      }
      .big {
        fill: var(--ink);
        font-size: 44px;
        font-weight: 300;
        letter-spacing: -0.03em;
      }
      .big.two {
        font-size: 30px;
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
    /** What the handles of a range are called. @type {{low: string, high: string}} */
    this.labels = {low: '', high: ''};
    /** @type {number | null} */
    this.value = null;
    /** @type {number | null} */
    this.low = null;
    /** @type {number | null} */
    this.high = null;
    /** What is measured. @type {number | null} */
    this.now = null;
    this.min = 7;
    this.max = 35;
    this.step = 0.5;
    this.unit = '°';
    this.tone = '';
    this.words = '';
    this.disabled = false;
    this.pending = false;
    this.testid = '';
    /** What the hand holds, until the device reports. @type {Partial<Record<Handle, number>>} */
    this.held = {};
    /** The handle under a finger. @type {Handle | null} */
    this.grip = null;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    if (this.timer !== undefined) this.#send();
  }

  /** @param {Map<PropertyKey, unknown>} changed */
  willUpdate(changed) {
    const reported = ['value', 'low', 'high'].some((name) => changed.has(name)) || (changed.has('pending') && !this.pending);
    if (reported && this.timer === undefined && this.grip === null) this.held = {};
  }

  get isRange() {
    return this.low !== null && this.high !== null;
  }

  /** @returns {Handle[]} */
  get handles() {
    return this.isRange ? ['low', 'high'] : this.value === null ? [] : ['value'];
  }

  /** @param {Handle} handle */
  at(handle) {
    return this.held[handle] ?? this[handle] ?? this.min;
  }

  render() {
    const classes = [this.tone, this.isRange ? 'range' : '', this.disabled ? 'disabled off' : '', this.pending ? 'pending' : ''];
    return html`<svg viewBox="0 0 200 185" class=${classes.join(' ')} role="group" aria-label=${this.label}
        @pointerdown=${this.#grasp} @pointermove=${this.#turn} @pointerup=${this.#letGo} @pointercancel=${this.#letGo}>
      <path class="track" d=${arc(0, 1)}></path>
      ${this.#fill()}
      ${typeof this.now === 'number' ? svg`<circle class="now" cx=${point(this.#share(this.now)).x} cy=${point(this.#share(this.now)).y} r="5"></circle>` : nothing}
      <path class="ring" d=${arc(0, 1)}></path>
      ${this.handles.map((handle) => this.#handle(handle))}
      <text x="100" y="70" aria-hidden="true">${this.words}</text>
      ${this.#numbers()}
    </svg>`;
  }

  #fill() {
    const [first, second] = this.handles;
    if (first === undefined) return nothing;
    const [from, to] = second !== undefined ? [this.#share(this.at(first)), this.#share(this.at(second))]
      : this.tone.split(' ').includes('cool') && !this.tone.includes('from-dry') ? [this.#share(this.at(first)), 1] : [0, this.#share(this.at(first))];
    return svg`<path class="fill" d=${arc(from, to)}></path>`;
  }

  /** @param {Handle} handle */
  #handle(handle) {
    const at = this.at(handle);
    const {x, y} = point(this.#share(at));
    const own = handle === 'value' ? this.label : this.labels[handle];
    return svg`<g class="handle" role="slider" tabindex=${this.disabled ? -1 : 0} aria-label=${own} data-handle=${handle}
      aria-valuemin=${this.min} aria-valuemax=${this.max} aria-valuenow=${at} aria-valuetext=${this.#said(at)}
      aria-disabled=${this.disabled ? 'true' : 'false'} data-testid="${this.testid}-${handle}"
      @keydown=${(/** @type {KeyboardEvent} */ event) => this.#key(event, handle)}>
      <circle cx=${x} cy=${y} r="11"></circle></g>`;
  }

  #numbers() {
    const shown = this.handles.map((handle) => this.#said(this.at(handle))).join('–');
    const now = typeof this.now === 'number' ? this.#said(this.now) : '';
    return svg`<text class="big ${this.isRange ? 'two' : ''}" x="100" y=${this.isRange ? 110 : 114} aria-hidden="true">${shown || now || '–'}</text>
      ${shown && now ? svg`<text x="100" y="138" aria-hidden="true">● ${now}</text>` : nothing}`;
  }

  /** Move a handle by some steps; what is next to it stays in place. @param {number} steps @param {Handle} [handle] */
  nudge(steps, handle = this.handles[0]) {
    if (this.disabled || handle === undefined) return;
    this.#hold(handle, this.at(handle) + steps * this.step);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#send(), GATHER_MS);
  }

  /** @param {KeyboardEvent} event @param {Handle} handle */
  #key(event, handle) {
    /** @type {Record<string, number>} */
    const steps = {ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, PageUp: 4, PageDown: -4, Home: -Infinity, End: Infinity};
    const by = steps[event.key];
    if (by === undefined) return;
    event.preventDefault();
    this.nudge(by, handle);
  }

  /** @param {PointerEvent} event */
  #grasp(event) {
    const place = this.#place(event);
    if (this.disabled || this.handles.length === 0 || Math.abs(place.distance - RADIUS) > REACH) return;
    const wanted = this.#valueAt(place.share);
    const [first, second] = this.handles;
    this.grip = second !== undefined && Math.abs(this.at(second) - wanted) < Math.abs(this.at(first) - wanted) ? second : first;
    /** @type {SVGElement} */ (event.currentTarget).setPointerCapture(event.pointerId);
    this.#hold(this.grip, wanted);
    /** @type {SVGElement | null} */ (this.renderRoot.querySelector(`[data-handle=${this.grip}]`))?.focus({preventScroll: true});
  }

  /** @param {PointerEvent} event */
  #turn(event) {
    if (this.grip !== null) this.#hold(this.grip, this.#valueAt(this.#place(event).share));
  }

  #letGo() {
    if (this.grip === null) return;
    this.grip = null;
    this.#send();
  }

  /** @param {Handle} handle @param {number} value */
  #hold(handle, value) {
    const least = handle === 'high' ? this.at('low') + this.step : this.min;
    const most = handle === 'low' ? this.at('high') - this.step : this.max;
    const within = Math.min(most, Math.max(least, value));
    const stepped = this.min + Math.round((within - this.min) / this.step) * this.step;
    this.held = {...this.held, [handle]: Math.round(stepped * 100) / 100};
  }

  #send() {
    clearTimeout(this.timer);
    this.timer = undefined;
    const detail = Object.fromEntries(this.handles.map((handle) => [handle, this.at(handle)]));
    this.dispatchEvent(new CustomEvent('chosen', {detail}));
  }

  /** @param {PointerEvent} event */
  #place(event) {
    const box = /** @type {SVGElement} */ (event.currentTarget).getBoundingClientRect();
    const scale = 200 / box.width;
    const x = (event.clientX - box.left) * scale - CENTRE;
    const y = (event.clientY - box.top) * scale - CENTRE;
    const turned = ((Math.atan2(y, x) * 180) / Math.PI - FROM_DEG + 720) % 360;
    // Between the ends the nearer one counts.
    const share = turned <= SWEEP_DEG ? turned / SWEEP_DEG : turned < SWEEP_DEG + (360 - SWEEP_DEG) / 2 ? 1 : 0;
    return {share, distance: Math.hypot(x, y)};
  }

  /** @param {number} share */
  #valueAt(share) {
    return this.min + share * (this.max - this.min);
  }

  /** @param {number} value */
  #share(value) {
    return Math.min(1, Math.max(0, (value - this.min) / (this.max - this.min || 1)));
  }

  /** @param {number} value */
  #said(value) {
    return `${formatNumber(value, {maximumFractionDigits: 1})}${this.unit}`;
  }
}

/** @param {number} share */
function point(share) {
  const angle = ((FROM_DEG + share * SWEEP_DEG) * Math.PI) / 180;
  return {x: CENTRE + RADIUS * Math.cos(angle), y: CENTRE + RADIUS * Math.sin(angle)};
}

/** @param {number} from @param {number} to */
function arc(from, to) {
  const [a, b] = [point(from), point(to)];
  const isLong = (to - from) * SWEEP_DEG > 180;
  return `M ${a.x} ${a.y} A ${RADIUS} ${RADIUS} 0 ${isLong ? 1 : 0} 1 ${b.x} ${b.y}`;
}

customElements.define('lares-dial', LaresDial);
