/** Styles of pages that list things and change them in forms: sections, rows, fields. */

import {css} from './lit.js';

export const sections = css`
  .page {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 1.6rem;
    max-width: 64rem;
    margin: 0 auto;
    padding: 0.4rem 1.25rem 2.5rem;
  }
  h1 {
    font-size: 1.5rem;
    font-weight: 650;
    letter-spacing: -0.02em;
  }
  h2 {
    font-size: 1.1rem;
    font-weight: 640;
    letter-spacing: -0.01em;
  }
  h3 {
    font-size: 0.95rem;
    font-weight: 600;
  }
  section {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.7rem;
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.6rem;
    min-height: 40px;
  }
  .head > :first-child {
    flex: 1 1 auto;
  }
  .lead,
  .quiet {
    color: var(--ink-2);
    font-size: 0.9rem;
    overflow-wrap: anywhere;
  }
  .rows {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    margin: 0;
    padding: 0;
    list-style: none;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
    box-shadow: var(--shadow);
  }
  .rows > li {
    padding: 0.65rem 1rem;
    border-bottom: 1px solid var(--line);
  }
  .rows > li:last-child {
    border-bottom: 0;
  }
  .panel {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.8rem;
    padding: 1.1rem 1.25rem;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
    box-shadow: var(--shadow);
  }
  details.panel {
    display: block;
    padding-block: 0.6rem;
  }
  details.panel[open] {
    padding-bottom: 1.1rem;
  }
  details.panel[open] > :not(summary) {
    margin-top: 0.7rem;
  }
  .acts {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
    margin-left: auto;
  }
  .line {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem 0.8rem;
  }
  .bubble {
    display: grid;
    place-items: center;
    width: 40px;
    height: 40px;
    flex: none;
    border-radius: 13px;
    background: var(--sunken);
    color: var(--ink-2);
  }
  .bubble.new {
    background: var(--accent-soft);
    color: var(--accent);
  }
  .who {
    flex: 1 1 12rem;
    min-width: 0;
    overflow-wrap: anywhere;
  }
  .who strong {
    display: block;
    font-weight: 580;
    line-height: 1.3;
  }
  .note {
    padding: 0.6rem 0.9rem;
    border-radius: var(--radius-s);
    background: var(--warn-soft);
    color: var(--warn);
    font-size: 0.9rem;
    overflow-wrap: anywhere;
  }
  .note.bad {
    background: var(--bad-soft);
    color: var(--bad);
  }
  .note.good {
    background: var(--good-soft);
    color: var(--good);
  }
  .tag {
    display: inline-block;
    padding: 0.1rem 0.55rem;
    border-radius: 999px;
    background: var(--sunken);
    color: var(--ink-2);
    font-size: 0.8rem;
    white-space: nowrap;
  }
  .tag.good {
    background: var(--good-soft);
    color: var(--good);
  }
  .tag.warn {
    background: var(--warn-soft);
    color: var(--warn);
  }
  .tag.bad {
    background: var(--bad-soft);
    color: var(--bad);
  }
  .empty {
    display: grid;
    justify-items: center;
    gap: 0.4rem;
    padding: 2rem 1rem;
    border: 1px dashed var(--line);
    border-radius: var(--radius);
    color: var(--ink-2);
    text-align: center;
  }
  pre {
    margin: 0;
    padding: 0.8rem 1rem;
    border-radius: var(--radius-s);
    background: var(--sunken);
    overflow: auto;
    font: 0.85rem/1.5 ui-monospace, monospace;
  }
  a.round {
    color: inherit;
  }
  @media (max-width: 640px) {
    .page {
      padding: 0.2rem 0.75rem 2rem;
    }
    .panel {
      padding: 0.9rem;
    }
    .rows > li {
      padding: 0.6rem 0.75rem;
    }
  }
`;

export const fields = css`
  form,
  form.panel,
  .form {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(13rem, 100%), 1fr));
    gap: 0.8rem;
    align-items: end;
  }
  .whole {
    grid-column: 1 / -1;
  }
  label,
  .field {
    display: grid;
    gap: 0.25rem;
    min-width: 0;
    font-size: 0.85rem;
    font-weight: 550;
  }
  label.check {
    display: flex;
    align-items: center;
    gap: 0.6rem;
    min-height: 42px;
    font-size: 0.95rem;
    font-weight: 400;
  }
  input,
  select,
  textarea {
    width: 100%;
    min-width: 0;
    min-height: 42px;
    padding: 0 0.8rem;
    border: 1px solid var(--line);
    border-radius: var(--radius-s);
    background: var(--ground);
    color: var(--ink);
    font: inherit;
    font-size: 1rem;
    font-weight: 400;
  }
  input[type='checkbox'] {
    flex: none;
    width: 22px;
    height: 22px;
    min-height: 0;
    accent-color: var(--accent);
  }
  .hint {
    color: var(--ink-2);
    font-size: 0.82rem;
    font-weight: 400;
  }
  .choices {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
    grid-column: 1 / -1;
  }
  .round {
    width: 40px;
    height: 40px;
  }
  .btn.small {
    min-height: 40px;
  }
  .btn.danger {
    color: var(--bad);
  }
  summary {
    line-height: 40px;
    cursor: pointer;
    font-weight: 550;
  }
`;
