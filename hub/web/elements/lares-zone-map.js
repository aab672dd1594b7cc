/** A map that needs no internet: zones as circles to scale around home, people as dots. */

import {LitElement, html, svg, css, nothing, repeat} from '../lit.js';
import {offsetOf, pointAt, roundLength} from '../geo.js';
import {formatNumber, t} from '../i18n.js';
import {icon} from '../icons.js';
import {base, buttons} from '../styles.js';

/** @typedef {{id: string, name: string, latitude: number, longitude: number, radius: number, passive: boolean, editable: boolean}} Zone */
/** @typedef {{id: string, name: string, latitude: number, longitude: number}} Somebody */
/** @typedef {import('../geo.js').Offset} Offset */

/** How high the map is, as a part of its width, and in pixels at most. */
const HEIGHT_PART = 0.72;
const HIGHEST_PX = 460;
/** A chosen zone that is smaller is shown closer, this large. */
const TOO_SMALL_PX = 16;
const CLOSE_PX = 60;
/** Free room around the zones that are shown, as a part of the map. */
const ROOM = 0.78;
const SMALLEST_M = 10;
/** Pixels that an arrow key moves a zone; more with shift. */
const STEP_PX = 4;
/** @type {Record<string, [number, number]>} */
const ARROWS = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1]};

class LaresZoneMap extends LitElement {
  static properties = {
    home: {attribute: false},
    zones: {attribute: false},
    people: {attribute: false},
    chosen: {attribute: false},
    zoom: {state: true},
    width: {state: true},
  };

  static styles = [
    base,
    buttons,
    css`
      .map {
        position: relative;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--sunken);
        overflow: hidden;
      }
      svg.area {
        display: block;
        width: 100%;
        height: auto;
        user-select: none;
      }
      .ring {
        fill: none;
        stroke: var(--ink-3);
        stroke-opacity: 0.45;
        stroke-dasharray: 3 5;
      }
      .zone circle.fill {
        fill: var(--cool);
        fill-opacity: 0.14;
        stroke: var(--cool);
        stroke-width: 1.5;
      }
      .zone.home circle.fill {
        fill: var(--accent);
        stroke: var(--accent);
      }
      .zone.passive circle.fill {
        stroke-dasharray: 5 4;
        fill-opacity: 0.06;
      }
      .zone.chosen circle.fill {
        fill-opacity: 0.28;
        stroke-width: 3;
      }
      .zone.chosen.own {
        cursor: move;
        touch-action: none;
      }
      .zone {
        cursor: pointer;
      }
      .zone:focus {
        outline: none;
      }
      .zone:focus-visible circle.focus {
        stroke: var(--accent);
        stroke-width: 2.5;
      }
      circle.focus {
        fill: none;
      }
      text {
        fill: var(--ink);
        font-size: 14px;
        font-weight: 560;
        paint-order: stroke;
        stroke: var(--sunken);
        stroke-width: 3px;
      }
      .small {
        font-size: 12px;
        font-weight: 400;
      }
      .handle {
        fill: var(--raised);
        stroke: var(--cool);
        stroke-width: 2;
        cursor: ew-resize;
        touch-action: none;
      }
      .person circle {
        fill: var(--lit);
        stroke: var(--ink);
        stroke-width: 1.5;
      }
      .scale line,
      .north path {
        stroke: var(--ink);
        stroke-width: 1.6;
        fill: none;
      }
      .tools {
        position: absolute;
        top: 0.6rem;
        right: 0.6rem;
        display: grid;
        gap: 0.35rem;
      }
      .tools .round {
        width: 40px;
        height: 40px;
        background: var(--raised);
        border: 1px solid var(--line);
      }
    `,
  ];

  constructor() {
    super();
    /** @type {import('../geo.js').Point} */
    this.home = {latitude: 0, longitude: 0};
    /** @type {Zone[]} */
    this.zones = [];
    /** @type {Somebody[]} */
    this.people = [];
    this.chosen = '';
    /** How much closer than all zones at once. */
    this.zoom = 1;
    /** What is in the middle, in metres from home. @type {Offset} */
    this.middle = {x: 0, y: 0};
    this.width = 720;
    this.observer = new ResizeObserver(([entry]) => {
      this.width = Math.max(200, Math.round(entry.contentRect.width));
    });
    /** What a pointer drags: the middle or the edge of the chosen zone. @type {{part: 'middle' | 'edge', at: Offset} | null} */
    this.drag = null;
    /** While a zone is dragged the map keeps its scale. @type {number | null} */
    this.heldScale = null;
  }

  connectedCallback() {
    super.connectedCallback();
    this.observer.observe(this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.observer.disconnect();
  }

  get height() {
    return Math.min(HIGHEST_PX, Math.round(this.width * HEIGHT_PART));
  }

  /** Pixels a metre with all zones in sight. */
  get wholeScale() {
    const reach = this.zones.map((zone) => {
      const {x, y} = offsetOf(this.home, zone);
      return Math.max((Math.abs(x) + zone.radius) / (this.width / 2), (Math.abs(y) + zone.radius) / (this.height / 2));
    });
    return ROOM / Math.max(...reach, 0.2);
  }

  /** Pixels a metre. */
  get scale() {
    return this.heldScale ?? this.wholeScale * this.zoom;
  }

  /** Come closer to a zone that is chosen, where it would be a dot. @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    const zone = this.zones.find((one) => one.id === this.chosen);
    if (!changed.has('chosen') || zone === undefined || zone.radius * this.scale >= TOO_SMALL_PX) return;
    this.zoom = CLOSE_PX / zone.radius / this.wholeScale;
    this.middle = offsetOf(this.home, zone);
  }

  render() {
    const bar = roundLength(140 / this.scale);
    const center = this.#place(this.home);
    return html`<div class="map"><svg class="area" viewBox="0 0 ${this.width} ${this.height}" role="group" aria-label=${t('zones.map')} data-testid="zone-map"
        @pointermove=${this.#dragged} @pointerup=${this.#dropped} @pointercancel=${this.#dropped}>
        ${[1, 2, 3, 4, 5].map((one) => svg`<circle class="ring" cx=${center.x} cy=${center.y} r=${one * bar * this.scale}></circle>`)}
        ${repeat(this.zones, (zone) => zone.id, (zone) => this.#zone(zone))}
        ${this.people.map((one) => this.#person(one))}
        ${this.#scaleBar(bar)}
        <g class="north" aria-hidden="true"><path d="M28 52V22M21 31l7-9 7 9"></path><text class="small" x="23.5" y="68">${t('zones.north')}</text></g>
      </svg><div class="tools">
        <button class="round" type="button" aria-label=${t('zones.zoom_in')} title=${t('zones.zoom_in')} data-testid="zoom-in" @click=${() => this.#zoom(1.6)}>${icon('plus')}</button>
        <button class="round" type="button" aria-label=${t('zones.zoom_out')} title=${t('zones.zoom_out')} data-testid="zoom-out" @click=${() => this.#zoom(1 / 1.6)}>${icon('minus')}</button>
        <button class="round" type="button" aria-label=${t('zones.fit')} title=${t('zones.fit')} data-testid="zoom-fit" @click=${() => this.#fit()}>${icon('home')}</button>
      </div></div>`;
  }

  /** @param {Zone} zone */
  #zone(zone) {
    const {x, y} = this.#place(zone);
    const radius = Math.max(zone.radius * this.scale, 5);
    const isChosen = zone.id === this.chosen;
    const kind = `zone ${zone.id === 'zone.home' ? 'home' : ''} ${zone.passive ? 'passive' : ''} ${isChosen ? 'chosen' : ''} ${zone.editable ? 'own' : ''}`;
    return svg`<g class=${kind} role="button" tabindex="0" data-testid="zone" data-id=${zone.id} aria-pressed=${isChosen}
      aria-label=${t('zones.zone', {name: zone.name, radius: lengthWords(zone.radius)})}
      @click=${() => this.#choose(zone)} @keydown=${(/** @type {KeyboardEvent} */ event) => this.#key(event, zone)}
      @pointerdown=${(/** @type {PointerEvent} */ event) => this.#grab(event, zone, 'middle')}>
      <circle class="focus" cx=${x} cy=${y} r=${radius + 5}></circle><circle class="fill" cx=${x} cy=${y} r=${radius}></circle>
      <text x=${x} y=${y - radius - 7} text-anchor="middle">${zone.name}</text>
      ${isChosen && zone.editable ? svg`<circle class="handle" data-testid="zone-edge" cx=${x + radius} cy=${y} r="9"
        @pointerdown=${(/** @type {PointerEvent} */ event) => this.#grab(event, zone, 'edge')}></circle>` : nothing}</g>`;
  }

  /** @param {Somebody} one */
  #person(one) {
    const {x, y} = this.#place(one);
    return svg`<g class="person" data-testid="person-dot" role="img" aria-label=${one.name}><circle cx=${x} cy=${y} r="6"></circle>
      <text class="small" x=${x + 10} y=${y + 4}>${one.name}</text></g>`;
  }

  /** @param {number} length in metres */
  #scaleBar(length) {
    const y = this.height - 22;
    const end = 22 + length * this.scale;
    return svg`<g class="scale" data-testid="scale-bar"><line x1="22" y1=${y} x2=${end} y2=${y}></line><line x1="22" y1=${y - 5} x2="22" y2=${y + 5}></line>
      <line x1=${end} y1=${y - 5} x2=${end} y2=${y + 5}></line><text class="small" x="22" y=${y - 10}>${lengthWords(length)}</text></g>`;
  }

  /** @param {import('../geo.js').Point} point @returns {Offset} */
  #place(point) {
    const {x, y} = offsetOf(this.home, point);
    return {x: this.width / 2 + (x - this.middle.x) * this.scale, y: this.height / 2 + (y - this.middle.y) * this.scale};
  }

  /** Come closer or go farther, towards the zone that is chosen. @param {number} factor */
  #zoom(factor) {
    const zone = this.zones.find((one) => one.id === this.chosen);
    this.zoom = Math.min(Math.max(this.zoom * factor, 0.02), 1_000);
    if (this.zoom <= 1) this.middle = {x: 0, y: 0};
    else if (zone && factor > 1) this.middle = offsetOf(this.home, zone);
  }

  #fit() {
    this.zoom = 1;
    this.middle = {x: 0, y: 0};
    this.requestUpdate();
  }

  /** @param {Zone} zone */
  #choose(zone) {
    if (zone.id !== this.chosen) this.dispatchEvent(new CustomEvent('chosen', {detail: zone.id}));
  }

  /**
   * @param {KeyboardEvent} event
   * @param {Zone} zone
   */
  #key(event, zone) {
    const much = event.shiftKey ? 10 : 1;
    if (event.key === 'Enter' || event.key === ' ') this.#choose(zone);
    else if (zone.id !== this.chosen || !zone.editable) return;
    else if (event.key in ARROWS) {
      const [right, down] = ARROWS[event.key];
      const {x, y} = offsetOf(this.home, zone);
      const step = (STEP_PX * much) / this.scale;
      this.#tell({...pointAt(this.home, {x: x + right * step, y: y + down * step}), radius: zone.radius});
    } else if (['+', '=', '-'].includes(event.key)) {
      const step = (event.key === '-' ? -1 : 1) * Math.max(1, Math.round((STEP_PX * much) / this.scale));
      this.#tell({latitude: zone.latitude, longitude: zone.longitude, radius: Math.max(SMALLEST_M, Math.round(zone.radius + step))});
    } else return;
    event.preventDefault();
  }

  /**
   * @param {PointerEvent} event
   * @param {Zone} zone
   * @param {'middle' | 'edge'} part
   */
  #grab(event, zone, part) {
    if (zone.id !== this.chosen || !zone.editable) return;
    event.stopPropagation();
    const at = this.#metres(event);
    const middle = offsetOf(this.home, zone);
    this.heldScale = this.scale;
    this.drag = {part, at: {x: at.x - middle.x, y: at.y - middle.y}};
    this.#svg().setPointerCapture(event.pointerId);
  }

  /** @param {PointerEvent} event */
  #dragged(event) {
    const zone = this.zones.find((one) => one.id === this.chosen);
    if (this.drag === null || zone === undefined) return;
    const at = this.#metres(event);
    if (this.drag.part === 'middle') {
      this.#tell({...pointAt(this.home, {x: at.x - this.drag.at.x, y: at.y - this.drag.at.y}), radius: zone.radius});
    } else {
      const middle = offsetOf(this.home, zone);
      const radius = Math.max(SMALLEST_M, Math.round(Math.hypot(at.x - middle.x, at.y - middle.y)));
      this.#tell({latitude: zone.latitude, longitude: zone.longitude, radius});
    }
  }

  #dropped() {
    this.drag = null;
    this.heldScale = null;
    this.requestUpdate();
  }

  /** @param {{latitude: number, longitude: number, radius: number}} circle */
  #tell(circle) {
    this.dispatchEvent(new CustomEvent('moved', {detail: circle}));
  }

  /** @param {PointerEvent} event @returns {Offset} metres from home */
  #metres(event) {
    const box = this.#svg().getBoundingClientRect();
    const ratio = this.width / box.width;
    return {
      x: ((event.clientX - box.left) * ratio - this.width / 2) / this.scale + this.middle.x,
      y: ((event.clientY - box.top) * ratio - this.height / 2) / this.scale + this.middle.y,
    };
  }

  #svg() {
    return /** @type {SVGSVGElement} */ (this.renderRoot.querySelector('svg.area'));
  }
}

/** @param {number} metres */
function lengthWords(metres) {
  return metres >= 1_000
    ? t('zones.kilometres', {value: formatNumber(metres / 1_000, {maximumFractionDigits: 1})})
    : t('zones.metres', {value: formatNumber(metres, {maximumFractionDigits: 0})});
}

customElements.define('lares-zone-map', LaresZoneMap);
