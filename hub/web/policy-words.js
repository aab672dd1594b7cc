/** Policies in words: what one applies to, and what it limits. */

import {t} from './i18n.js';

/** @typedef {{name: string, match?: Record<string, any>, effect: string, reason: string, limit?: Record<string, any>, by?: string[], through?: string[]}} Policy */
/** @typedef {{name: string, entity_id?: string[], [key: string]: any}} Invariant */
/** @typedef {{policies?: Policy[], invariants?: Invariant[]}} PolicyFile */

/** @type {Record<string, string>} */
const TONES = {allow: 'good', confirm: 'warn', pin: 'warn', deny: 'bad', limit: ''};

/** @param {Policy} policy */
export function effectOf(policy) {
  return policy.limit ? 'limit' : policy.effect;
}

/** @param {string} effect */
export function toneOf(effect) {
  return TONES[effect] ?? '';
}

/**
 * Say to which acts a policy applies, key by key, in the file's own terms.
 *
 * @param {Record<string, any> | undefined} match
 */
export function matchWords(match = {}) {
  const parts = Object.entries(match).map(([key, value]) => `${key.replaceAll('_', ' ')} ${valueWords(value)}`);
  return t('policies.applies', {what: parts.length > 0 ? parts.join(', ') : t('policies.everything')});
}

/** @param {Record<string, any> | undefined} limit */
export function limitWords(limit) {
  if (!limit) return '';
  const told = (/** @type {Record<string, number>} */ bounds) => Object.entries(bounds).map(([key, value]) => `${key.replaceAll('_', ' ')} ${value}`).join(', ');
  return [
    limit.max ? t('policies.at_most', {what: told(limit.max)}) : '',
    limit.min ? t('policies.at_least', {what: told(limit.min)}) : '',
    limit.times ? t('policies.at_most', {what: `${limit.times}×/${limit.within}`}) : '',
  ].filter(Boolean).join(', ');
}

/** @param {any} value @returns {string} */
export function valueWords(value) {
  if (Array.isArray(value)) return value.map(valueWords).join(' / ');
  if (value !== null && typeof value === 'object') return Object.entries(value).map(([key, one]) => `${key} ${valueWords(one)}`).join(', ');
  return String(value);
}
