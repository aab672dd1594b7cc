/** What the page says, in the language of whoever looks at it. Catalogues are in messages/, by page. */

import {CATALOGUES} from './messages/index.js';

/** @typedef {'en' | 'de'} Language */
/** @typedef {Record<string, string>} Catalogue */

const KEY = 'lares.language';
/** @type {Language[]} */
export const LANGUAGES = ['en', 'de'];

/** @type {Language} */
let current = wanted();
document.documentElement.lang = current;

/** The language the page speaks. */
export function language() {
  return current;
}

/** Return what a language is called, in words of the page. @param {string} tag */
export function languageName(tag) {
  return new Intl.DisplayNames([current], {type: 'language'}).of(tag) ?? tag;
}

/**
 * Speak another language; elements redraw when the store changes.
 *
 * @param {Language} next
 */
export function speak(next) {
  current = next;
  localStorage.setItem(KEY, next);
  document.documentElement.lang = next;
}

/**
 * Return a message; `{name}` in it is filled from `values`. With a `count`, the message of the key
 * that ends in `.one` is taken for 1, that in `.other` for all else.
 *
 * @param {string} key such as "home.lights_on"
 * @param {Record<string, string | number>} [values]
 */
export function t(key, values = {}) {
  const exact = 'count' in values ? `${key}.${Number(values.count) === 1 ? 'one' : 'other'}` : key;
  const text = CATALOGUES[current][exact] ?? CATALOGUES.en[exact] ?? exact;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/**
 * Return a message if there is one, else what is given: for words that devices make up.
 *
 * @param {string} key
 * @param {string} otherwise
 */
export function tOr(key, otherwise) {
  return CATALOGUES[current][key] ?? CATALOGUES.en[key] ?? otherwise;
}

/**
 * @param {Date | string | number} moment
 * @param {Intl.DateTimeFormatOptions} [how]
 */
export function formatTime(moment, how = {hour: '2-digit', minute: '2-digit'}) {
  return new Intl.DateTimeFormat(locale(), how).format(new Date(moment));
}

/**
 * @param {number} value
 * @param {Intl.NumberFormatOptions} [how]
 */
export function formatNumber(value, how = {maximumFractionDigits: 2}) {
  return new Intl.NumberFormat(locale(), how).format(value);
}

/** Say how long ago something was, such as "5 minutes ago". @param {Date | string | number} moment */
export function formatAgo(moment) {
  const seconds = (new Date(moment).getTime() - Date.now()) / 1000;
  const words = new Intl.RelativeTimeFormat(current, {numeric: 'auto'});
  /** @type {[Intl.RelativeTimeFormatUnit, number][]} */
  const units = [['day', 86_400], ['hour', 3_600], ['minute', 60], ['second', 1]];
  const [unit, length] = units.find(([, size]) => Math.abs(seconds) >= size) ?? units[3];
  return words.format(Math.round(seconds / length), unit);
}

/** The language as it is written where the browser is: English clocks differ. */
function locale() {
  return navigator.languages.find((each) => each.slice(0, 2).toLowerCase() === current) ?? current;
}

/** @returns {Language} */
function wanted() {
  const kept = localStorage.getItem(KEY);
  const asked = [kept, ...navigator.languages].map((each) => each?.slice(0, 2).toLowerCase());
  return LANGUAGES.find((each) => each === asked.find((one) => LANGUAGES.some((known) => known === one))) ?? 'en';
}
