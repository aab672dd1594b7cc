/** States, actions and verdicts in words a person would use. */

/** @typedef {import('./types.js').Entity} Entity */
/** @typedef {import('./types.js').State} State */
/** @typedef {import('./types.js').Command} Command */

/** What "on" and "off" mean for each device class, as hub/home/domains/sensors.py. @type {Record<string, [string, string]>} */
const BINARY_WORDS = {
  battery: ['Low', 'Normal'],
  battery_charging: ['Charging', 'Not charging'],
  carbon_monoxide: ['Detected', 'Clear'],
  cold: ['Cold', 'Normal'],
  connectivity: ['Connected', 'Disconnected'],
  door: ['Open', 'Closed'],
  garage_door: ['Open', 'Closed'],
  gas: ['Detected', 'Clear'],
  heat: ['Hot', 'Normal'],
  light: ['Light', 'Dark'],
  lock: ['Unlocked', 'Locked'],
  moisture: ['Wet', 'Dry'],
  motion: ['Motion', 'Clear'],
  moving: ['Moving', 'Still'],
  occupancy: ['Occupied', 'Empty'],
  opening: ['Open', 'Closed'],
  plug: ['Plugged in', 'Unplugged'],
  power: ['Power', 'No power'],
  presence: ['Home', 'Away'],
  problem: ['Problem', 'OK'],
  running: ['Running', 'Idle'],
  safety: ['Unsafe', 'Safe'],
  smoke: ['Smoke!', 'Clear'],
  sound: ['Sound', 'Quiet'],
  tamper: ['Tampered', 'Clear'],
  update: ['Update available', 'Up to date'],
  vibration: ['Vibration', 'Still'],
  window: ['Open', 'Closed'],
};

const ALARMING = new Set(['smoke', 'gas', 'carbon_monoxide', 'moisture', 'problem', 'safety', 'tamper', 'battery']);

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

/** @type {Record<string, string>} */
const WEATHER_WORDS = {
  'clear-night': 'Clear night',
  partlycloudy: 'Partly cloudy',
  'lightning-rainy': 'Thunderstorm',
  lightning: 'Lightning',
  'snowy-rainy': 'Sleet',
  'windy-variant': 'Windy',
};

/** @type {Record<string, string>} */
const MODE_WORDS = {heat_cool: 'Auto', fan_only: 'Fan only', docked: 'Docked', returning: 'Going home'};

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
      return state.state !== 'off';
    case 'vacuum':
      return state.state === 'cleaning' || state.state === 'returning';
    case 'media_player':
      return state.state === 'playing' || state.state === 'buffering';
    default:
      return state.state === 'on';
  }
}

/**
 * @param {Entity} entity
 * @param {State | undefined} state
 */
export function isAlarming(entity, state) {
  const kind = entity.device_class ?? '';
  return entity.domain === 'binary_sensor' && state?.state === 'on' && ALARMING.has(kind);
}

/** @param {string} mode */
export function modeWords(mode) {
  return MODE_WORDS[mode] ?? capital(mode);
}

/**
 * @param {Entity} entity
 * @param {State | undefined} state
 * @returns {string}
 */
export function stateWords(entity, state) {
  if (state === undefined) return 'No report yet';
  if (state.state === 'unavailable') return 'Unavailable';
  if (state.state === 'unknown') return 'Unknown';
  const a = state.attributes;
  switch (entity.domain) {
    case 'light':
      if (state.state !== 'on') return 'Off';
      return typeof a.brightness === 'number' ? `On · ${percent(a.brightness / 255)}` : 'On';
    case 'fan':
      if (state.state !== 'on') return 'Off';
      return typeof a.percentage === 'number' ? `On · ${Math.round(a.percentage)} %` : 'On';
    case 'cover':
    case 'valve':
      return position(state);
    case 'climate':
      return climate(state);
    case 'media_player':
      return media(state);
    case 'binary_sensor':
      return binary(entity.device_class, state.state);
    case 'sensor':
    case 'number':
      return reading(entity, state);
    case 'todo':
      return Number(state.state) > 0 ? `${state.state} to do` : 'All done';
    case 'weather':
      return WEATHER_WORDS[state.state] ?? capital(state.state);
    case 'button':
      return state.state ? `Pressed ${ago(state.state)}` : 'Ready';
    case 'select':
      return state.state;
    case 'vacuum': {
      const battery = typeof a.battery_level === 'number' ? ` · ${a.battery_level} %` : '';
      return modeWords(state.state) + battery;
    }
    case 'calendar':
      return state.state === 'on' ? 'Now' : 'Nothing now';
    default:
      return capital(state.state);
  }
}

/** @param {number} share */
export function percent(share) {
  return `${Math.round(share * 100)} %`;
}

/** @param {State} state */
function position(state) {
  const at = state.attributes.current_position;
  const word = capital(state.state);
  if (state.state === 'opening' || state.state === 'closing') return `${word}…`;
  return typeof at === 'number' && at > 0 && at < 100 ? `${word} · ${at} %` : word;
}

/** @param {State} state */
function climate(state) {
  if (state.state === 'off') return 'Off';
  const doing = state.attributes.hvac_action;
  return doing && doing !== 'off' ? capital(String(doing)) : modeWords(state.state);
}

/** @param {State} state */
function media(state) {
  const {media_title: title, media_artist: artist} = state.attributes;
  if (title && (state.state === 'playing' || state.state === 'paused')) {
    return artist ? `${title} · ${artist}` : String(title);
  }
  return capital(state.state);
}

/**
 * @param {string | null | undefined} kind
 * @param {string} state
 */
function binary(kind, state) {
  const [on, off] = BINARY_WORDS[kind ?? ''] ?? ['On', 'Off'];
  return state === 'on' ? on : state === 'off' ? off : capital(state);
}

/**
 * @param {Entity} entity
 * @param {State} state
 */
function reading(entity, state) {
  const unit = state.attributes.unit_of_measurement;
  const value = Number(state.state);
  if (state.state === '' || Number.isNaN(value)) {
    return entity.device_class === 'timestamp' ? ago(state.state) : capital(state.state);
  }
  const digits = Number.isInteger(value) ? 0 : Math.abs(value) >= 100 ? 0 : 1;
  const text = value.toLocaleString(undefined, {maximumFractionDigits: digits});
  if (!unit) return text;
  return unit === '°' ? `${text}°` : `${text} ${unit}`;
}

/** @param {string} iso */
function ago(iso) {
  const minutes = Math.round((Date.now() - Date.parse(iso)) / 60_000);
  if (Number.isNaN(minutes)) return iso;
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  if (minutes < 48 * 60) return `${Math.round(minutes / 60)} h ago`;
  return new Date(iso).toLocaleDateString();
}

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
