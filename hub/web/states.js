/** States in words a person would use, and what they mean: on, alarming, there at all. */

import {formatAgo, formatNumber, formatTime, language, t, tOr} from './i18n.js';

/** @typedef {import('./types.js').Entity} Entity */
/** @typedef {import('./types.js').State} State */

const ALARMING = new Set(['smoke', 'gas', 'carbon_monoxide', 'moisture', 'problem', 'safety', 'tamper', 'battery']);
const DAY_MS = 86_400_000;

/** @param {string} text */
export function capital(text) {
  const words = text.replaceAll('_', ' ').replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/**
 * Say an entity's name where its area is plain from the place: "Kitchen ceiling light" is the
 * ceiling light of the kitchen.
 *
 * @param {string} name
 * @param {string} area
 */
export function nameIn(name, area) {
  const rest = name.slice(area.length).trimStart();
  const hasArea = area !== '' && name.toLowerCase().startsWith(`${area.toLowerCase()} `);
  return hasArea && rest !== '' ? rest.charAt(0).toUpperCase() + rest.slice(1) : name;
}

/** @param {State | undefined} state */
export function isAvailable(state) {
  return state !== undefined && state.state !== 'unavailable' && state.state !== 'unknown';
}

/**
 * Whether a thing is "on" in the widest sense: worth lighting its icon.
 *
 * @param {Entity} entity
 * @param {State | undefined} state
 */
export function isActive(entity, state) {
  if (!isAvailable(state) || state === undefined) return false;
  switch (entity.domain) {
    case 'lock':
      return state.state !== 'locked';
    case 'cover':
    case 'valve':
      return state.state !== 'closed';
    case 'climate':
    case 'water_heater':
      return state.state !== 'off';
    case 'vacuum':
      return state.state === 'cleaning' || state.state === 'returning';
    case 'lawn_mower':
      return state.state === 'mowing' || state.state === 'returning';
    case 'media_player':
      return state.state === 'playing' || state.state === 'buffering';
    case 'alarm_control_panel':
      return state.state !== 'disarmed';
    case 'timer':
      return state.state === 'active';
    case 'person':
      return state.state === 'home';
    default:
      return state.state === 'on';
  }
}

/**
 * @param {Entity} entity
 * @param {State | undefined} state
 */
export function isAlarming(entity, state) {
  if (entity.domain === 'alarm_control_panel') return state?.state === 'triggered' || state?.state === 'pending';
  if (entity.domain === 'siren') return state?.state === 'on';
  const kind = entity.device_class ?? '';
  return entity.domain === 'binary_sensor' && state?.state === 'on' && ALARMING.has(kind);
}

/** @param {string} mode */
export function modeWords(mode) {
  return tOr(`mode.${mode}`, capital(mode));
}

/**
 * @param {Entity} entity
 * @param {State | undefined} state
 * @returns {string}
 */
export function stateWords(entity, state) {
  if (state === undefined) return t('state.none');
  if (state.state === 'unavailable') return t('state.unavailable');
  if (state.state === 'unknown') return isPressed(entity) ? t('state.ready') : t('state.unknown');
  const a = state.attributes;
  switch (entity.domain) {
    case 'light':
      return onAt(state, typeof a.brightness === 'number' ? a.brightness / 255 : null);
    case 'fan':
      return onAt(state, typeof a.percentage === 'number' ? a.percentage / 100 : null);
    case 'cover':
    case 'valve':
      return position(state);
    case 'climate':
      return withNow(doing(state, a.hvac_action), 'state.degrees_now', {degrees: a.current_temperature});
    case 'water_heater':
      return withNow(modeWords(state.state), 'state.degrees_now', {degrees: a.current_temperature});
    case 'humidifier':
      return withNow(doing(state, a.action), 'state.percent_now', {
        percent: typeof a.current_humidity === 'number' ? percent(a.current_humidity / 100) : undefined,
      });
    case 'media_player':
      return media(state);
    case 'binary_sensor':
      return tOr(`binary.${entity.device_class}.${state.state}`, plain(state.state));
    case 'sensor':
    case 'number':
    case 'input_number':
    case 'counter':
      return reading(entity, state);
    case 'todo':
      return Number(state.state) > 0 ? t('state.to_do', {number: state.state}) : t('state.all_done');
    case 'weather':
      return tOr(`weather.${state.state.replaceAll('-', '_')}`, capital(state.state));
    case 'button':
    case 'input_button':
    case 'scene':
      return isMoment(state.state) ? t(entity.domain === 'scene' ? 'state.last' : 'state.pressed', {ago: ago(state.state)}) : t('state.ready');
    case 'event':
      return event(state);
    case 'select':
    case 'input_select':
    case 'text':
    case 'input_text':
      return state.state || '–';
    case 'vacuum':
    case 'lawn_mower':
      return typeof a.battery_level === 'number'
        ? t('state.battery', {state: plain(state.state), percent: percent(a.battery_level / 100)})
        : plain(state.state);
    case 'calendar':
      return state.state === 'on' ? t('state.now') : t('state.nothing_now');
    case 'update':
      return update(state);
    default:
      return plain(state.state);
  }
}

/** @param {number} share */
export function percent(share) {
  return `${Math.round(share * 100)} %`;
}

/** @param {string} state */
function plain(state) {
  return tOr(`state.${state}`, capital(state));
}

/** Things that only ever are pressed have no state before. @param {Entity} entity */
export function isPressed(entity) {
  return ['button', 'input_button', 'scene', 'event', 'notify'].includes(entity.domain);
}

/**
 * @param {State} state
 * @param {number | null} share
 */
function onAt(state, share) {
  if (state.state !== 'on' || share === null) return plain(state.state);
  return t('state.on_at', {percent: percent(share)});
}

/** @param {State} state */
function position(state) {
  const at = state.attributes.current_position;
  const word = plain(state.state);
  const isMoving = state.state === 'opening' || state.state === 'closing';
  return !isMoving && typeof at === 'number' && at > 0 && at < 100 ? `${word} · ${at} %` : word;
}

/**
 * @param {State} state
 * @param {unknown} action
 */
function doing(state, action) {
  if (state.state === 'off') return modeWords('off');
  return modeWords(typeof action === 'string' && action !== 'off' ? action : state.state);
}

/**
 * @param {string} words
 * @param {string} key
 * @param {Record<string, any>} now
 */
function withNow(words, key, now) {
  const value = Object.values(now)[0];
  if (value === undefined || value === null) return words;
  const shown = typeof value === 'number' ? {degrees: formatNumber(value, {maximumFractionDigits: 1})} : now;
  return t(key, {...shown, doing: lower(words)});
}

/** @param {State} state */
function media(state) {
  const {media_title: title, media_artist: artist} = state.attributes;
  if (title && (state.state === 'playing' || state.state === 'paused')) {
    return artist ? `${title} · ${artist}` : String(title);
  }
  return plain(state.state);
}

/** @param {State} state */
function event(state) {
  const what = state.attributes.event_type;
  if (!isMoment(state.state)) return plain(state.state);
  return what ? t('state.happened', {what: capital(String(what)), ago: ago(state.state)}) : t('state.last', {ago: ago(state.state)});
}

/** @param {State} state */
function update(state) {
  const {in_progress: busy, update_percentage: done, latest_version: version} = state.attributes;
  const share = typeof done === 'number' ? done : typeof busy === 'number' ? busy : null;
  if (busy) return share === null ? t('state.installing') : t('state.installing_at', {percent: percent(share / 100)});
  if (state.state !== 'on') return t('state.up_to_date');
  return version ? t('state.version', {version}) : t('binary.update.on');
}

/**
 * @param {Entity} entity
 * @param {State} state
 */
function reading(entity, state) {
  const unit = state.attributes.unit_of_measurement;
  const value = Number(state.state);
  if (state.state === '' || Number.isNaN(value)) {
    return entity.device_class === 'timestamp' ? ago(state.state) : plain(state.state);
  }
  const digits = Number.isInteger(value) ? 0 : Math.abs(value) >= 100 ? 0 : 1;
  const text = formatNumber(value, {maximumFractionDigits: digits});
  if (!unit) return text;
  return unit === '°' ? `${text}°` : `${text} ${unit}`;
}

/** @param {string} text */
function isMoment(text) {
  return /^\d{4}-/.test(text) && !Number.isNaN(Date.parse(text));
}

/** @param {string} iso */
function ago(iso) {
  const at = Date.parse(iso);
  if (Number.isNaN(at)) return iso;
  return Math.abs(Date.now() - at) < 2 * DAY_MS ? formatAgo(at) : formatTime(at, {dateStyle: 'medium'});
}

/** German keeps its capitals. @param {string} words */
function lower(words) {
  return language() === 'en' ? words.toLowerCase() : words;
}
