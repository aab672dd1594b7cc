/** How runs of rules end, and what their steps are, in words. */

import {formatNumber, t} from './i18n.js';
import {store} from './store.js';
import {actWords, valueWords} from './acts.js';

const TONES = {
  finished: 'good', running: 'good', failed_conditions: '', missed: 'warn', aborted: 'warn', cancelled: 'warn',
  failed_single: 'warn', failed_max_runs: 'warn', disallowed_recursion_detected: 'bad', error: 'bad',
};

/** How a run's end is to look. @param {string} ending */
export function endingTone(ending) {
  return /** @type {Record<string, string>} */ (TONES)[ending] ?? '';
}

/**
 * Say a call: what it does, to what, with which values.
 *
 * @param {string} action
 * @param {string[]} targets
 * @param {Record<string, any>} data
 */
export function callWords(action, targets, data) {
  const values = valueWords({action, ...data});
  const names = targets.map((one) => store.nameOf(one)).join(', ');
  if (action === 'lares.tell' || action.startsWith('notify.')) return `${t('rules.tells')} “${data.message ?? ''}”`;
  if (action === 'lares.plan') return `“${data.text ?? ''}”`;
  return [actWords({action}, names), values].filter(Boolean).join(' ') || action;
}

/** Say what started a run, with the names of what it was about. @param {string | null} trigger */
export function causeWords(trigger) {
  return (trigger ?? '').replace(/\b[a-z_]+\.[a-z0-9_]+\b/g, (id) => store.nameOf(id));
}

/** @param {number} ms */
export function lengthWords(ms) {
  if (ms < 1_000) return `${formatNumber(Math.max(0, ms), {maximumFractionDigits: 0})} ms`;
  if (ms < 60_000) return `${formatNumber(ms / 1_000, {maximumFractionDigits: 1})} s`;
  return `${formatNumber(ms / 60_000, {maximumFractionDigits: 1})} min`;
}
