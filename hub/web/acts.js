/** Actions, their values and what became of them, in words of whoever looks. */

import {formatNumber, language, t} from './i18n.js';
import {capital, modeWords} from './states.js';

/** @typedef {import('./types.js').Command} Command */

/** Actions that set a value, which is said after them. */
const SETS = new Set([
  'set_temperature', 'set_hvac_mode', 'set_preset_mode', 'set_percentage', 'set_value', 'select_option', 'set_humidity',
  'set_mode', 'set_speed', 'select_source', 'set_operation_mode', 'set_swing_mode', 'set_fan_mode', 'oscillate',
]);

/**
 * Say what a command does: "Turn on the ceiling light", or without what: "Turn on".
 *
 * @param {Command} command
 * @param {string} [what]
 */
export function actWords(command, what = '') {
  const name = command.action.split('.')[1] ?? command.action;
  const key = `act.${SETS.has(name) ? 'set' : name}`;
  const said = t(key, {what});
  const words = said === key ? t('act.other', {what, action: capital(name)}) : said;
  return capital(words.replace(/^\s*:\s*/, '').replace(/\s+/g, ' ').trim());
}

/**
 * Say the values a command carries: "to 21°", "at 40 %".
 *
 * @param {Command} command
 */
export function valueWords(command) {
  const c = command;
  const words = [];
  /** @type {(value: unknown) => string} */
  const to = (value) => t('value.to', {value: String(value)});
  /** @type {(value: unknown) => string} */
  const at = (value) => t('value.at', {value: String(value)});
  if (c.temperature != null) words.push(to(`${formatNumber(c.temperature)}°`));
  if (c.target_temp_low != null) words.push(to(`${formatNumber(c.target_temp_low)}°–${formatNumber(c.target_temp_high)}°`));
  if (c.hvac_mode != null) words.push(to(language() === 'en' ? modeWords(c.hvac_mode).toLowerCase() : modeWords(c.hvac_mode)));
  if (c.brightness_pct != null) words.push(at(percent(c.brightness_pct)));
  if (c.brightness != null) words.push(at(percent((c.brightness / 255) * 100)));
  if (c.brightness_step_pct != null) words.push(`${c.brightness_step_pct > 0 ? '+' : '−'}${percent(Math.abs(c.brightness_step_pct))}`);
  if (c.color_name != null) words.push(String(c.color_name));
  if (c.color_temp_kelvin != null) words.push(`${c.color_temp_kelvin} K`);
  if (c.rgb_color != null) words.push(t('value.colour'));
  if (c.percentage != null) words.push(at(percent(c.percentage)));
  if (c.position != null) words.push(to(percent(c.position)));
  if (c.tilt_position != null) words.push(to(percent(c.tilt_position)));
  if (c.volume_level != null) words.push(to(percent(c.volume_level * 100)));
  for (const given of [c.value, c.option, c.preset_mode, c.source]) {
    if (given != null) words.push(to(given));
  }
  if (c.item != null) words.push(t('value.item', {value: String(c.item)}));
  return words.join(', ');
}

/** @param {string} status */
export function outcomeWords(status) {
  return t(`outcome.${status}`);
}

/** @param {string} effect */
export function effectWords(effect) {
  return t(`effect.${effect}`);
}

/**
 * Say how long something took; nothing if it is not known.
 *
 * @param {number | null | undefined} ms
 */
export function took(ms) {
  if (ms == null) return '';
  return ms < 950 ? `${Math.round(ms)} ms` : `${formatNumber(ms / 1000, {maximumFractionDigits: 1})} s`;
}

/** @param {number} share */
function percent(share) {
  return `${formatNumber(share, {maximumFractionDigits: 0})} %`;
}
