/** What a sensor or anything without controls says, small; numbers with a line of the last day. */

import {html, css, classMap, nothing} from '../lit.js';
import {icon, iconOf} from '../icons.js';
import {linkTo} from '../router.js';
import {isActive, isAlarming} from '../states.js';
import {EntityElement} from './entity-element.js';
import './lares-spark.js';

class LaresReading extends EntityElement {
  static styles = [
    ...EntityElement.styles,
    css`
      :host {
        padding: 0;
        box-shadow: none;
      }
      .reading {
        display: flex;
        align-items: center;
        gap: 0.65rem;
        min-height: 58px;
        padding: 0.5rem 0.2rem 0.5rem 0.85rem;
        border-radius: calc(var(--radius) - 1px);
        color: var(--ink-2);
        min-width: 0;
      }
      .reading > .icon {
        width: 20px;
        height: 20px;
      }
      .reading.active {
        color: var(--accent);
      }
      .reading.alarm {
        color: var(--bad);
        background: var(--bad-soft);
      }
      .value {
        color: var(--ink);
        font-weight: 600;
        font-size: 1rem;
        line-height: 1.2;
        -webkit-line-clamp: 3;
      }
      .unavailable .value {
        color: var(--ink-2);
        font-weight: 450;
        font-style: italic;
      }
      .name {
        color: var(--ink-2);
        font-size: 0.82rem;
        font-weight: 400;
      }
      .words {
        flex: 1 1 7rem;
      }
      lares-spark {
        flex: 0 1 5.5rem;
      }
      .star {
        margin: 0;
      }
    `,
  ];

  render() {
    const {entity, state} = this;
    const classes = {
      reading: true,
      active: isActive(entity, state) && !isAlarming(entity, state),
      alarm: isAlarming(entity, state),
      unavailable: !this.isAvailable,
    };
    const value = state === undefined || state.state === '' ? NaN : Number(state.state);
    const isNumber = entity.domain === 'sensor' && !Number.isNaN(value);
    return html`<div class=${classMap(classes)}>
      ${icon(iconOf(entity, state))}
      <div class="words">
        <div class="state value" data-testid="state-${entity.entity_id}" data-state=${state?.state ?? ''}>${this.words()}</div>
        <div class="name"><a href=${linkTo('entity', entity.entity_id)} data-testid="more-${entity.entity_id}">${this.shortName}</a></div>
      </div>
      ${isNumber ? html`<lares-spark .entityId=${entity.entity_id} .now=${value}></lares-spark>` : nothing}
      ${this.star()}
    </div>`;
  }
}

customElements.define('lares-reading', LaresReading);
