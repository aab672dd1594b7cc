/**
 * A YAML text with line numbers; mistakes stand beside their lines. Says "typed" with the text.
 *
 * A textarea lies over the coloured text: it has the caret, the selection and the keyboard, as everywhere.
 */

import {LitElement, html, css, live, nothing} from '../lit.js';
import {base} from '../styles.js';
import {piecesOf} from '../yaml-colors.js';

/** @typedef {{line: number, key: string, message: string, severity: 'error' | 'warning' | 'note'}} Mark */

class LaresYaml extends LitElement {
  static properties = {value: {attribute: false}, marks: {attribute: false}, label: {}, readonly: {attribute: false}};

  static styles = [
    base,
    css`
      .frame {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        border: 1px solid var(--line);
        border-radius: var(--radius-s);
        background: var(--raised);
        overflow: hidden;
      }
      .frame:focus-within {
        border-color: var(--accent);
        box-shadow: 0 0 0 1px var(--accent);
      }
      .gutter,
      pre,
      textarea {
        margin: 0;
        padding: 0.7rem 0;
        font: 13.5px/1.6 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
        tab-size: 2;
        letter-spacing: 0;
      }
      .gutter {
        padding-inline: 0.7rem 0.6rem;
        border-right: 1px solid var(--line);
        background: var(--sunken);
        color: var(--ink-2);
        text-align: right;
        user-select: none;
      }
      .gutter div {
        min-width: 1.4em;
      }
      .gutter .error {
        color: var(--bad);
        font-weight: 700;
      }
      .gutter .warning {
        color: var(--warn);
        font-weight: 700;
      }
      .scroll {
        overflow-x: auto;
        scrollbar-width: thin;
        scrollbar-color: var(--line) transparent;
      }
      .code {
        position: relative;
        display: inline-grid;
        min-width: 100%;
        min-height: 14rem;
      }
      pre,
      textarea {
        grid-area: 1 / 1;
        padding-inline: 0.8rem 1.2rem;
        white-space: pre;
      }
      pre {
        pointer-events: none;
        color: var(--ink);
      }
      pre > div {
        min-height: 1.6em;
        margin: 0 -1.2rem 0 -0.8rem;
        padding: 0 1.2rem 0 0.8rem;
      }
      .error-line {
        background: var(--bad-soft);
      }
      .warning-line {
        background: var(--warn-soft);
      }
      .lens {
        display: inline-block;
        max-width: 32rem;
        height: 1.6em;
        margin-left: 2rem;
        overflow: hidden;
        vertical-align: bottom;
        text-overflow: ellipsis;
        font-family: var(--font);
        font-size: 0.92em;
        color: var(--bad);
      }
      .warning-line .lens {
        color: var(--warn);
      }
      textarea {
        display: block;
        width: 100%;
        height: 100%;
        border: 0;
        border-radius: 0;
        outline: none;
        resize: none;
        overflow: hidden;
        background: transparent;
        color: transparent;
        caret-color: var(--ink);
      }
      textarea::selection {
        background: color-mix(in srgb, var(--accent) 30%, transparent);
        color: transparent;
      }
      .key {
        color: var(--accent);
      }
      .text {
        color: var(--good);
      }
      .value {
        color: var(--cool);
      }
      .comment,
      .mark {
        color: var(--ink-2);
      }
      .comment {
        font-style: italic;
      }
      .error-line span:not(.lens),
      .warning-line span:not(.lens) {
        color: var(--ink);
      }
      @container (max-width: 40rem) {
        .lens {
          display: none;
        }
      }
      @media (forced-colors: active) {
        textarea {
          color: CanvasText;
        }
        pre span {
          visibility: hidden;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.value = '';
    /** @type {Mark[]} */
    this.marks = [];
    this.label = '';
    this.readonly = false;
  }

  render() {
    const lines = this.value.split('\n');
    /** @type {Map<number, Mark>} */
    const marked = new Map();
    for (const mark of this.marks) if (!marked.has(mark.line)) marked.set(Math.min(mark.line, lines.length), mark);
    const hasErrors = this.marks.some((mark) => mark.severity === 'error');
    return html`<div class="frame">
      <div class="gutter" aria-hidden="true">${lines.map((_, number) => html`<div class=${marked.get(number + 1)?.severity ?? ''}>${number + 1}</div>`)}</div>
      <div class="scroll"><div class="code">
        <pre aria-hidden="true">${lines.map((line, number) => this.#line(line, marked.get(number + 1)))}</pre>
        <textarea data-testid="yaml" spellcheck="false" autocomplete="off" autocapitalize="off" wrap="off" aria-label=${this.label}
          aria-invalid=${hasErrors ? 'true' : 'false'} ?readonly=${this.readonly} .value=${live(this.value)}
          @input=${this.#typed} @keydown=${this.#pressed}></textarea>
      </div></div></div>`;
  }

  /** Put the caret at the beginning of a line. @param {number} line */
  goTo(line) {
    const field = this.#field;
    const at = this.value.split('\n').slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
    field.focus();
    field.setSelectionRange(at, at + (this.value.split('\n')[line - 1]?.length ?? 0));
  }

  /**
   * @param {string} line
   * @param {Mark | undefined} mark
   */
  #line(line, mark) {
    return html`<div class=${mark && mark.severity !== 'note' ? `${mark.severity}-line` : ''}>${piecesOf(line).map((one) => html`<span class=${one.tone}>${one.text}</span>`)}${
      mark && mark.severity !== 'note' ? html`<span class="lens">${mark.message}</span>` : nothing}</div>`;
  }

  get #field() {
    return /** @type {HTMLTextAreaElement} */ (this.renderRoot.querySelector('textarea'));
  }

  #typed() {
    this.value = this.#field.value;
    this.dispatchEvent(new CustomEvent('typed', {detail: this.value}));
  }

  /** A new line begins where the one before did; after a colon, deeper. @param {KeyboardEvent} event */
  #pressed(event) {
    if (event.key !== 'Enter' || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || this.readonly) return;
    const field = this.#field;
    const before = field.value.slice(0, field.selectionStart).split('\n').pop() ?? '';
    const lead = /^(\s*)(- )?/.exec(before) ?? ['', '', ''];
    const deeper = /:\s*$/.test(before) ? '  ' : '';
    const indent = lead[1] + (lead[2] ? '  ' : '') + deeper;
    if (indent === '') return;
    event.preventDefault();
    field.setRangeText(`\n${indent}`, field.selectionStart, field.selectionEnd, 'end');
    this.#typed();
  }
}

customElements.define('lares-yaml', LaresYaml);
