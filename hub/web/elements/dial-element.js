/** What cards with a dial share: the dial, and what stands around it. */

import {html, css, nothing} from '../lit.js';
import {formatNumber, t} from '../i18n.js';
import {EntityElement} from './entity-element.js';
import './lares-dial.js';

/** @typedef {{value?: number | null, low?: number | null, high?: number | null, now?: number | null, min: number, max: number, step: number, unit: string, tone: string, words: string}} DialFacts */
/** @typedef {import('../lit.js').LitElement & {nudge: (steps: number, handle?: string) => void, at: (handle: string) => number}} Dial */

export class DialElement extends EntityElement {
  static styles = [
    ...EntityElement.styles,
    css`
      .dial {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) auto;
        align-items: center;
        gap: 0.4rem;
      }
      .dial .side {
        display: grid;
        gap: 0.4rem;
      }
      output {
        position: absolute;
        width: 1px;
        height: 1px;
        overflow: hidden;
        clip-path: inset(50%);
        white-space: nowrap;
      }
    `,
  ];

  /**
   * @param {DialFacts} facts
   * @param {(chosen: {value?: number, low?: number, high?: number}) => void} act
   */
  dial(facts, act) {
    const {entity_id: id, name} = this.entity;
    const isRange = typeof facts.low === 'number' && typeof facts.high === 'number';
    const hasTarget = isRange || typeof facts.value === 'number';
    if (!hasTarget && typeof facts.now !== 'number') return nothing;
    const target = isRange ? `${facts.low}${facts.unit}–${facts.high}${facts.unit}` : `${facts.value ?? '–'}${facts.unit}`;
    return html`<div class="dial">
      <div class="side">${hasTarget ? this.#steps('minus', -1, isRange) : nothing}</div>
      <lares-dial .label=${t('card.target_of', {name})} .labels=${{low: t('card.low_of', {name}), high: t('card.high_of', {name})}}
        .value=${isRange ? null : (facts.value ?? null)} .low=${isRange ? facts.low : null} .high=${isRange ? facts.high : null} .now=${facts.now ?? null}
        .min=${facts.min} .max=${facts.max} .step=${facts.step} .unit=${facts.unit} .tone=${facts.tone} .words=${facts.words}
        .disabled=${!this.isAvailable || !hasTarget} .pending=${this.isPending} .testid="dial-${id}"
        @chosen=${(/** @type {CustomEvent<{value?: number, low?: number, high?: number}>} */ event) => act(event.detail)}></lares-dial>
      <div class="side">${hasTarget ? this.#steps('plus', 1, isRange) : nothing}</div>
      ${hasTarget ? html`<output aria-label=${t('card.target_of', {name})} data-testid="target-${id}">${target}</output>` : nothing}
    </div>`;
  }

  /**
   * @param {'minus' | 'plus'} sign
   * @param {number} steps
   * @param {boolean} isRange
   */
  #steps(sign, steps, isRange) {
    const nudge = (/** @type {string | undefined} */ handle) =>
      /** @type {Dial | null} */ (this.renderRoot.querySelector('lares-dial'))?.nudge(steps, handle);
    if (!isRange) return this.round(sign, t(`card.${sign}`), () => nudge(undefined));
    return ['high', 'low'].map((handle) => this.round(sign, t(`card.${sign}_${handle}`), () => nudge(handle), {id: `${sign}-${handle}`}));
  }

  /** @param {unknown} value */
  percent(value) {
    return typeof value === 'number' ? `${formatNumber(value, {maximumFractionDigits: 0})} %` : '';
  }
}
