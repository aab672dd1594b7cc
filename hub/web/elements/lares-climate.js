/** A thermostat: measured, wanted, and its mode. */

import {html, css, nothing} from '../lit.js';
import {EntityElement} from './entity-element.js';
import {modeWords} from '../words.js';

/** How long to gather taps on + and − before one command is sent. */
const GATHER_MS = 700;

class LaresClimate extends EntityElement {
  static properties = {...EntityElement.properties, wanted: {state: true}};

  static styles = [
    ...EntityElement.styles,
    css`
      .target {
        display: flex;
        align-items: center;
        gap: 0.35rem;
      }
      .target output {
        min-width: 3.4em;
        text-align: center;
        font-size: 1.15rem;
        font-weight: 600;
        font-variant-numeric: tabular-nums;
      }
      .modes {
        display: flex;
        flex-wrap: wrap;
        gap: 0.3rem;
      }
      .modes button {
        padding: 0.28rem 0.75rem;
        border: 1px solid var(--line);
        border-radius: 999px;
        background: none;
        color: var(--ink-2);
        font-size: 0.82rem;
      }
      .modes button[aria-pressed='true'] {
        background: var(--accent-soft);
        border-color: transparent;
        color: var(--accent);
        font-weight: 600;
      }
    `,
  ];

  constructor() {
    super();
    /** @type {number | null} */
    this.wanted = null;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  /** @param {Map<PropertyKey, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('state') && this.timer === undefined) this.wanted = null;
  }

  words() {
    const said = super.words();
    const now = this.attributes_.current_temperature;
    return this.isAvailable && typeof now === 'number' && !this.waiting ? `${now}° now · ${said.toLowerCase()}` : said;
  }

  render() {
    const target = this.wanted ?? this.attributes_.temperature;
    /** @type {string[]} */
    const modes = this.attributes_.hvac_modes ?? [];
    const known = typeof target === 'number';
    return html`${this.row(known
        ? html`<div class="target">
            ${this.round('minus', 'Cooler', () => this.#nudge(-1))}
            <output aria-label="Target of ${this.entity.name}" data-testid="target-${this.entity.entity_id}"
              >${target}°</output>
            ${this.round('plus', 'Warmer', () => this.#nudge(1))}
          </div>`
        : nothing)}
      ${modes.length > 1
        ? html`<div class="more"><div class="modes" role="group" aria-label="Mode of ${this.entity.name}">
            ${modes.map((mode) => html`<button type="button" aria-pressed=${this.state?.state === mode ? 'true' : 'false'}
              ?disabled=${!this.isAvailable} @click=${() => this.call('set_hvac_mode', {hvac_mode: mode})}
              >${modeWords(mode)}</button>`)}
          </div></div>`
        : nothing}`;
  }

  /** @param {number} direction */
  #nudge(direction) {
    const {temperature, target_temp_step: step, min_temp: min, max_temp: max} = this.attributes_;
    const next = (this.wanted ?? temperature) + direction * (step ?? 0.5);
    this.wanted = Math.min(max ?? 35, Math.max(min ?? 7, Math.round(next * 10) / 10));
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.call('set_temperature', {temperature: this.wanted});
    }, GATHER_MS);
  }
}

customElements.define('lares-climate', LaresClimate);
