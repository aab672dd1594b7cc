/** Actions and verdicts in words a person would use; for states see states.js. */

import {capital, modeWords, percent} from './states.js';

export {capital, isActive, isAlarming, isAvailable, modeWords, nameIn, percent, stateWords} from './states.js';

/** @typedef {import('./types.js').Command} Command */

/** @type {Record<string, string>} */
const ACTION_WORDS = {
  turn_on: 'Turn on',
  turn_off: 'Turn off',
  toggle: 'Toggle',
  open_cover: 'Open',
  close_cover: 'Close',
  stop_cover: 'Stop',
  set_cover_position: 'Move',
  set_cover_tilt_position: 'Tilt',
  open_valve: 'Open',
  close_valve: 'Close',
  stop_valve: 'Stop',
  set_valve_position: 'Set',
  lock: 'Lock',
  unlock: 'Unlock',
  open: 'Open',
  set_temperature: 'Set',
  set_hvac_mode: 'Set',
  set_preset_mode: 'Set',
  set_percentage: 'Set',
  media_play: 'Play on',
  media_pause: 'Pause',
  media_play_pause: 'Play or pause',
  media_stop: 'Stop',
  media_next_track: 'Next track on',
  media_previous_track: 'Previous track on',
  volume_set: 'Set the volume of',
  volume_mute: 'Mute',
  press: 'Press',
  set_value: 'Set',
  select_option: 'Set',
  start: 'Start',
  pause: 'Pause',
  stop: 'Stop',
  return_to_base: 'Send home',
  add_item: 'Add to',
  update_item: 'Update',
  remove_item: 'Remove from',
};

/** @type {Record<string, string>} */
export const OUTCOME_WORDS = {
  done: 'Done',
  unverified: 'Not confirmed',
  failed: 'Failed',
  denied: 'Denied',
  waiting_for_approval: 'Waiting for you',
};

/** @type {Record<string, string>} */
export const EFFECT_WORDS = {
  allow: 'Allowed',
  confirm: 'Needs your approval',
  pin: 'Needs a PIN',
  deny: 'Denied',
};

/**
 * Say what a command does, without its target.
 *
 * @param {Command} command
 */
export function actionWords(command) {
  const name = command.action.split('.')[1] ?? command.action;
  return ACTION_WORDS[name] ?? capital(name);
}

/**
 * Say the values a command carries: "to 21 °C", "to 40 %".
 *
 * @param {Command} command
 */
export function valueWords(command) {
  const c = command;
  const words = [];
  if (c.temperature != null) words.push(`to ${c.temperature}°`);
  if (c.target_temp_low != null) words.push(`to ${c.target_temp_low}°–${c.target_temp_high}°`);
  if (c.hvac_mode != null) words.push(`to ${modeWords(c.hvac_mode).toLowerCase()}`);
  if (c.brightness_pct != null) words.push(`at ${Math.round(c.brightness_pct)} %`);
  if (c.brightness != null) words.push(`at ${percent(c.brightness / 255)}`);
  if (c.brightness_step_pct != null) words.push(signed(c.brightness_step_pct));
  if (c.color_name != null) words.push(String(c.color_name));
  if (c.color_temp_kelvin != null) words.push(`${c.color_temp_kelvin} K`);
  if (c.rgb_color != null) words.push('in colour');
  if (c.percentage != null) words.push(`at ${c.percentage} %`);
  if (c.position != null) words.push(`to ${c.position} %`);
  if (c.tilt_position != null) words.push(`to ${c.tilt_position} %`);
  if (c.volume_level != null) words.push(`to ${percent(c.volume_level)}`);
  if (c.value != null) words.push(`to ${c.value}`);
  if (c.option != null) words.push(`to ${c.option}`);
  if (c.preset_mode != null) words.push(`to ${c.preset_mode}`);
  if (c.source != null) words.push(`to ${c.source}`);
  if (c.item != null) words.push(`“${c.item}”`);
  return words.join(', ');
}

/** @param {number} step */
function signed(step) {
  return `${step > 0 ? '+' : '−'}${Math.abs(step)} %`;
}

/** @param {number | null | undefined} ms */
export function took(ms) {
  if (ms == null) return '';
  return ms < 950 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
