/** How long each step of a spoken sentence took, beside what it may take. */

import {LitElement, html, css, nothing} from '../lit.js';
import {formatNumber, t, tOr} from '../i18n.js';
import {base} from '../styles.js';

/** @typedef {import('../types.js').StageTime} StageTime */

class LaresTimes extends LitElement {
  static properties = {times: {attribute: false}};

  static styles = [
    base,
    css`
      table {
        width: 100%;
        border-collapse: collapse;
        font-size: 0.82rem;
        font-variant-numeric: tabular-nums;
      }
      th {
        padding: 0.18rem 0.7rem 0.18rem 0;
        color: var(--ink-2);
        font-weight: 400;
        text-align: left;
        white-space: nowrap;
      }
      td {
        padding: 0.18rem 0;
        text-align: right;
        white-space: nowrap;
      }
      td.line {
        width: 100%;
        padding-right: 0.7rem;
      }
      .track {
        position: relative;
        height: 6px;
        border-radius: 3px;
        background: var(--sunken);
        overflow: hidden;
      }
      .track i {
        position: absolute;
        inset: 0 auto 0 0;
        width: var(--part, 0%);
        min-width: 2px;
        border-radius: 3px;
        background: var(--good);
      }
      .track b {
        position: absolute;
        inset: 0 auto 0 var(--may, 100%);
        width: 2px;
        margin-left: -2px;
        background: var(--ink-3);
      }
      .late .track i {
        background: var(--warn);
      }
      .late td {
        color: var(--warn);
        font-weight: 560;
      }
      .may {
        color: var(--ink-2);
        font-weight: 400;
      }
    `,
  ];

  constructor() {
    super();
    /** @type {StageTime[]} */
    this.times = [];
  }

  updated() {
    const longest = Math.max(1, ...this.times.map((one) => Math.max(one.took_ms, one.budget_ms ?? 0)));
    const tracks = /** @type {NodeListOf<HTMLElement>} */ (this.renderRoot.querySelectorAll('.track'));
    tracks.forEach((track, at) => {
      const {took_ms: took, budget_ms: budget} = this.times[at];
      track.style.setProperty('--part', `${(100 * took) / longest}%`);
      track.style.setProperty('--may', `${(100 * (budget ?? longest)) / longest}%`);
    });
  }

  render() {
    return html`<table aria-label=${t('voice.times')} data-testid="times"><tbody>${this.times.map((one) => html`
      <tr class=${isLate(one) ? 'late' : ''} data-stage=${one.stage}><th scope="row">${tOr(`voice.stage_${one.stage}`, one.stage)}</th>
        <td class="line"><div class="track" aria-hidden="true"><i></i>${one.budget_ms == null ? nothing : html`<b></b>`}</div></td>
        <td>${seconds(one.took_ms)}${one.budget_ms == null ? nothing : html` <span class="may">${t('voice.of', {budget: seconds(one.budget_ms)})}</span>`}
          ${isLate(one) ? html`<span class="visually-hidden">${t('voice.late')}</span>` : nothing}</td></tr>`)}</tbody></table>`;
  }
}

/** @param {StageTime} time */
function isLate({took_ms: took, budget_ms: budget}) {
  return budget != null && took > budget;
}

/** @param {number} ms */
export function seconds(ms) {
  return t('voice.seconds', {value: formatNumber(ms / 1000, {minimumFractionDigits: 2, maximumFractionDigits: 2})});
}

customElements.define('lares-times', LaresTimes);
