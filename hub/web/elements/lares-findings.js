/** What the check found: rules that fight or feed each other, that never run, or name what is not there. */

import {LitElement, html, css, nothing} from '../lit.js';
import {t} from '../i18n.js';
import {icon} from '../icons.js';
import {linkTo} from '../router.js';
import {keptIn} from '../rulebook.js';
import {base} from '../styles.js';

/** @typedef {import('../rulebook.js').Finding} Finding */

/** A folder in a message is of no use to who reads it on a phone. */
const FOLDER = /(?:\/[^\s/:()]+)+\/([^\s/:()]+:\d+)/g;

class LaresFindings extends LitElement {
  static properties = {findings: {attribute: false}, isOwn: {attribute: false}};

  static styles = [
    base,
    css`
      section {
        margin-top: 1.2rem;
        padding: 0.9rem 1.1rem 1rem;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--surface);
      }
      h2 {
        font-size: 1rem;
      }
      ul {
        display: grid;
        gap: 0.7rem;
        margin: 0.6rem 0 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: 0.7rem;
        overflow-wrap: anywhere;
      }
      li > .icon {
        margin-top: 0.1rem;
        color: var(--ink-2);
      }
      .error > .icon {
        color: var(--bad);
      }
      .warning > .icon {
        color: var(--warn);
      }
      strong {
        font-weight: 600;
      }
      .links {
        display: flex;
        flex-wrap: wrap;
        gap: 0 1rem;
      }
      a {
        display: inline-flex;
        align-items: center;
        min-height: 40px;
        color: var(--accent);
        font-size: 0.9rem;
      }
      details {
        margin-top: 0.5rem;
      }
      summary {
        display: flex;
        align-items: center;
        min-height: 40px;
        color: var(--ink-2);
        cursor: pointer;
      }
    `,
  ];

  constructor() {
    super();
    /** @type {Finding[]} */
    this.findings = [];
    /** Whether they are of the one rule that is shown: no links lead to it. */
    this.isOwn = '';
  }

  render() {
    // Files that could not be read are told apart.
    const found = this.findings.filter((one) => one.code !== 'file' && one.code !== 'left_alone');
    const odd = found.filter((one) => one.severity !== 'note');
    const notes = found.filter((one) => one.severity === 'note');
    if (found.length === 0) return nothing;
    return html`<section data-testid="findings" aria-labelledby="found"><h2 id="found">${t('rules.findings')}</h2>
      ${odd.length > 0 ? html`<ul>${odd.map((one) => this.#finding(one))}</ul>` : nothing}
      ${notes.length > 0 ? html`<details ?open=${odd.length === 0}><summary>${t('rules.notes', {count: notes.length})}</summary>
        <ul>${notes.map((one) => this.#finding(one))}</ul></details>` : nothing}</section>`;
  }

  /** @param {Finding} finding */
  #finding(finding) {
    const others = keptIn(finding).filter((one) => one.key !== this.isOwn);
    const key = `rules.code_${finding.code}`;
    const title = t(key);
    return html`<li class=${finding.severity} data-testid="finding">${icon(finding.severity === 'note' ? 'question' : 'warning')}
      <div><strong>${title === key ? t('rules.code_other') : title}</strong> ${finding.message.replace(FOLDER, '$1')}
        <div class="links">${others.map((one) => html`<a href=${linkTo('rules', one.key)}>${one.name}</a>`)}</div></div></li>`;
  }
}

customElements.define('lares-findings', LaresFindings);
