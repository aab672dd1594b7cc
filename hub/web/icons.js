/** Line icons on a 24-unit grid, drawn for Lares. */

import {html, svg} from './lit.js';

/** @typedef {import('./types.js').Entity} Entity */
/** @typedef {import('./types.js').State} State */

/** @type {Record<string, ReturnType<typeof svg>>} */
const PATHS = {
  mic: svg`<rect x="9" y="3.5" width="6" height="10.5" rx="3"/><path d="M5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v2.5M9 20.5h6"/>`,
  mic_off: svg`<path d="M15 9V6.5a3 3 0 0 0-5.6-1.5M9 9v2a3 3 0 0 0 4.5 2.6M5.5 11.5a6.5 6.5 0 0 0 10.3 5.3M18 14a6.5 6.5 0 0 0 .5-2.5M12 18v2.5M9 20.5h6M4.5 4.5l15 15"/>`,
  copy: svg`<rect x="9" y="9" width="11" height="11" rx="2.5"/><path d="M15 6V5.5A1.5 1.5 0 0 0 13.5 4h-8A1.5 1.5 0 0 0 4 5.5v8A1.5 1.5 0 0 0 5.5 15H6"/>`,
  eye: svg`<path d="M3 12c2.4-4 5.4-6 9-6s6.6 2 9 6c-2.4 4-5.4 6-9 6s-6.6-2-9-6z"/><circle cx="12" cy="12" r="2.8"/>`,
  talks: svg`<path d="M4 6.5h10a1.5 1.5 0 0 1 1.5 1.5v5a1.5 1.5 0 0 1-1.5 1.5H8L4.5 17v-2.5H4"/><path d="M18.5 9.5h1A1.5 1.5 0 0 1 21 11v8.5L18 17h-6"/>`,
  bin: svg`<path d="M5 7h14M9.5 7V4.5h5V7M7 7l.8 12.5h8.4L17 7M10.5 10.5v5.5M13.5 10.5v5.5"/>`,
  settings: svg`<circle cx="12" cy="12" r="3"/><path d="M12 3.5v3M12 17.5v3M3.5 12h3M17.5 12h3M6 6l2.1 2.1M15.9 15.9 18 18M18 6l-2.1 2.1M8.1 15.9 6 18"/>`,
  chart: svg`<path d="M4 4v16h16"/><path d="m7 15 4-5 3.5 3L20 7"/>`,
  activity: svg`<path d="M3.5 12H7l3-7 4 14 3-7h3.5"/>`,
  gear: svg`<circle cx="12" cy="12" r="3.2"/><path d="M12 3.5v2.6M12 17.9v2.6M3.5 12h2.6M17.9 12h2.6M6 6l1.9 1.9M16.1 16.1 18 18M18 6l-1.9 1.9M7.9 16.1 6 18"/>`,
  star: svg`<path d="m12 4 2.5 5.1 5.6.8-4 4 .9 5.6-5-2.7-5 2.7.9-5.6-4-4 5.6-.8z"/>`,
  starred: svg`<path d="m12 4 2.5 5.1 5.6.8-4 4 .9 5.6-5-2.7-5 2.7.9-5.6-4-4 5.6-.8z" fill="currentColor"/>`,
  back: svg`<path d="m14.5 6-6 6 6 6"/>`,
  camera: svg`<rect x="3.5" y="7" width="12" height="10.5" rx="2.5"/><path d="m15.5 11 5-2.5v8l-5-2.5"/>`,
  picture: svg`<rect x="3.5" y="5" width="17" height="14" rx="2.5"/><circle cx="9" cy="10" r="1.6"/><path d="m5 17.5 4.5-4 3 2.5 3-3 4 4"/>`,
  update: svg`<path d="M19 12a7 7 0 0 1-12.6 4.2M5 12a7 7 0 0 1 12.6-4.2M17.8 4v4h-4M6.2 20v-4h4"/>`,
  text: svg`<path d="M6 6.5h12M12 6.5V18M9.5 18h5"/>`,
  mower: svg`<circle cx="7.5" cy="16" r="3"/><circle cx="17" cy="17" r="2"/><path d="M10.5 16H15M4.5 15.5V12l3-3h6l3.5 6M3.5 20.5h17"/>`,
  script: svg`<path d="M7 4.5h9.5a2 2 0 0 1 2 2v11a2 2 0 0 1-2 2h-9a2 2 0 0 1-2-2v-11"/><path d="M9 9.5h6M9 13h6M9 16.5h3.5"/>`,
  scene: svg`<path d="M12 4.5a7.5 7.5 0 1 0 0 15c1.6 0 2-1 1.5-2.2-.6-1.5.2-2.8 2-2.8h1.7a2.3 2.3 0 0 0 2.3-2.3c0-4.3-3.4-7.7-7.5-7.7z"/><path d="M8 11h.1M11 8h.1M15 9h.1"/>`,
  quiet: svg`<path d="M4.5 9.5v5H8l4.5 4v-13L9.5 8.2M4.5 4.5l15 15M16 9a4 4 0 0 1 .8 4.5"/>`,
  mute: svg`<path d="M4.5 9.5v5H8l4.5 4v-13l-4.5 4zM16 10l4.5 4.500M20.5 10 16 14.5"/>`,
  person: svg`<circle cx="12" cy="8.5" r="3.5"/><path d="M5.5 20c.5-4 3-6 6.5-6s6 2 6.5 6"/>`,
  boiler: svg`<rect x="6.5" y="3.5" width="11" height="14.5" rx="3"/><path d="M9.5 18v2.500M14.5 18v2.500M12 7.500c1.5 1.8 2.3 2.8 2.3 4.200a2.3 2.3 0 0 1-4.6 0c0-1.4.8-2.4 2.3-4.200z"/>`,
  more: svg`<path d="M5 12h.1M12 12h.1M19 12h.1" stroke-width="2.6"/>`,
  devices: svg`<rect x="3.5" y="6" width="11" height="9" rx="1.8"/><path d="M9 15v3.5M6 18.5h6"/><rect x="16" y="10" width="4.5" height="9" rx="1.4"/>`,
  rule: svg`<path d="M5 5h6v6H5zM13 14h6v6h-6z"/><path d="M11 8h3.5a2 2 0 0 1 2 2v4"/>`,
  search: svg`<circle cx="11" cy="11" r="6"/><path d="m15.5 15.5 4.5 4.5"/>`,
  trash: svg`<path d="M5 7.5h14M9.5 7.5V5h5v2.5M7 7.5l.8 12h8.4l.8-12M10.3 11v5M13.7 11v5"/>`,
  warning: svg`<path d="M12 4.5 3.5 19.5h17z"/><path d="M12 10v4.5M12 17v.2"/>`,
  mark: svg`<path d="M5 20v-7.5a7 7 0 0 1 14 0V20"/><path d="M12 9.5c2 2 3.2 3.6 3.2 5.6a3.2 3.2 0 0 1-6.4 0c0-1.2.5-2 1.3-2.8.2.9.7 1.3 1.2 1.5 0-1.5.1-2.8.7-4.3z" fill="currentColor" stroke="none"/>`,
  light: svg`<path d="M9.5 17.5h5M10.5 20.5h3"/><path d="M12 3.5a6 6 0 0 0-3.7 10.7c.7.6 1.2 1.3 1.2 2.3v1h5v-1c0-1 .5-1.7 1.2-2.3A6 6 0 0 0 12 3.5z"/>`,
  switch: svg`<path d="M12 4v7"/><path d="M7.3 6.9a7 7 0 1 0 9.4 0"/>`,
  plug: svg`<path d="M9 3.5v5M15 3.5v5M6.5 8.5h11v3a5.5 5.5 0 0 1-11 0zM12 17v3.5"/>`,
  fan: svg`<circle cx="12" cy="12" r="1.6"/><path d="M12 10.4c-2.5-3-1.5-6.4 1-6.4 2.3 0 2.8 3-.2 6.5M13.4 12.8c3.8-.7 6.2 1.9 5 4.1-1.1 2-4 .9-5.5-2.9M10.6 12.8c-1.3 3.7-4.8 4.5-6 2.3-1.2-2 1.3-3.9 5.4-3.2"/>`,
  blind: svg`<path d="M4 4h16M5.5 4v14M18.5 4v14M5.5 8h13M5.5 12h13M5.5 16h13M12 16v4"/>`,
  garage: svg`<path d="M4 20V9.5L12 4.5l8 5V20"/><path d="M8 20v-8h8v8M8 14.7h8M8 17.3h8"/>`,
  door: svg`<path d="M6.5 20.5v-17h11v17M4.5 20.5h15"/><path d="M14.3 12v.6"/>`,
  window: svg`<path d="M5 4h14v16H5zM12 4v16M5 12h14"/>`,
  lock: svg`<rect x="5.5" y="10.5" width="13" height="9.5" rx="2.5"/><path d="M8.5 10.5V8a3.5 3.5 0 0 1 7 0v2.5M12 14.5v2"/>`,
  unlock: svg`<rect x="5.5" y="10.5" width="13" height="9.5" rx="2.5"/><path d="M8.5 10.5V7.5a3.5 3.5 0 0 1 6.7-1.4M12 14.5v2"/>`,
  thermo: svg`<path d="M10 13.8V6a2 2 0 1 1 4 0v7.8a4 4 0 1 1-4 0z"/><path d="M12 9v8"/>`,
  media: svg`<rect x="6.5" y="3.5" width="11" height="17" rx="2.5"/><circle cx="12" cy="14.5" r="3"/><path d="M12 7.4v.2"/>`,
  tv: svg`<rect x="3.5" y="5.5" width="17" height="11.5" rx="2"/><path d="M8.5 20h7"/>`,
  vacuum: svg`<circle cx="12" cy="12" r="8.5"/><circle cx="12" cy="9" r="2"/><path d="M6.5 15.5a8 8 0 0 1 11 0"/>`,
  valve: svg`<path d="M12 4c3 3.6 5.5 6.6 5.5 10a5.5 5.5 0 0 1-11 0C6.5 10.6 9 7.6 12 4z"/>`,
  number: svg`<path d="M4 8h9M17 8h3M4 16h3M11 16h9"/><circle cx="15" cy="8" r="2"/><circle cx="9" cy="16" r="2"/>`,
  select: svg`<path d="M9 6h11M9 12h11M9 18h11"/><path d="M4.5 6h.1M4.5 12h.1M4.5 18h.1"/>`,
  button: svg`<circle cx="12" cy="12" r="8"/><circle cx="12" cy="12" r="3.5"/>`,
  todo: svg`<path d="M4 6.5 5.5 8 8 5M4 16.5 5.5 18 8 15M11.5 7H20M11.5 17H20"/>`,
  calendar: svg`<rect x="4" y="5.5" width="16" height="14.5" rx="2.5"/><path d="M4 10h16M8.5 3.5v4M15.5 3.5v4"/>`,
  humidity: svg`<path d="M12 4c3 3.6 5.5 6.6 5.5 10a5.5 5.5 0 0 1-11 0C6.5 10.6 9 7.6 12 4z"/><path d="M9.5 14.5a2.5 2.5 0 0 0 2.5 2.5"/>`,
  battery: svg`<rect x="3.5" y="8" width="15" height="8.5" rx="2"/><path d="M21 11v2.5M6.5 11v2.5M9.5 11v2.5"/>`,
  power: svg`<path d="M13 3.5 6 13.5h5L10.5 20.5 18 10h-5.5z"/>`,
  sun: svg`<circle cx="12" cy="12" r="3.8"/><path d="M12 3.5v1.6M12 18.9v1.6M3.5 12h1.6M18.9 12h1.6M6 6l1.1 1.1M16.9 16.9 18 18M18 6l-1.1 1.1M7.1 16.9 6 18"/>`,
  moon: svg`<path d="M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z"/>`,
  cloud: svg`<path d="M7 18.5a4 4 0 0 1-.3-8 5.5 5.5 0 0 1 10.6.8 3.6 3.6 0 0 1-.3 7.2z"/>`,
  rain: svg`<path d="M7 15a3.6 3.6 0 0 1-.2-7.2 5.3 5.3 0 0 1 10.2.7A3.3 3.3 0 0 1 17 15z"/><path d="M8.5 18l-.7 2M12.5 18l-.7 2M16.5 18l-.7 2"/>`,
  snow: svg`<path d="M12 4v16M5 8l14 8M19 8 5 16"/>`,
  wind: svg`<path d="M3.5 9.5H14a2.5 2.5 0 1 0-2.3-3.5M3.5 13.5h14a2.5 2.5 0 1 1-2.3 3.5M3.5 17.5h6"/>`,
  air: svg`<circle cx="8" cy="9" r="3"/><circle cx="16" cy="8" r="2"/><circle cx="14.5" cy="15.5" r="3.5"/>`,
  motion: svg`<circle cx="13" cy="5" r="1.8"/><path d="M8 10.5l3.5-2 2.5 2.5 3 .8M11.5 8.5l-1.2 5 3.2 2.3.5 4.7M10.3 13.5 9 17l-3 2.5"/>`,
  smoke: svg`<path d="M12 20.5c-3.3 0-5.5-2.2-5.5-5.2 0-2.5 1.7-4 3-5.8.9-1.3 1.3-2.9 1-5 3.8 1.3 7 5.7 7 10.5 0 3.3-2.2 5.5-5.5 5.5z"/>`,
  bell: svg`<path d="M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15zM10.5 20.5h3"/>`,
  gauge: svg`<path d="M4.5 17a8.5 8.5 0 1 1 15 0"/><path d="m12 14 3.5-4.5"/>`,
  home: svg`<path d="M4 11.5 12 4.5l8 7M6 10v10h12V10"/><path d="M10 20v-5.5h4V20"/>`,
  people: svg`<circle cx="9" cy="8.5" r="3.2"/><path d="M3.5 19.5c.4-3.4 2.6-5.3 5.5-5.3s5.1 1.9 5.5 5.3M15.5 5.6a3.2 3.2 0 0 1 0 5.8M17.5 14.6c1.8.8 2.8 2.4 3 4.9"/>`,
  chat: svg`<path d="M5 5h14a1.5 1.5 0 0 1 1.5 1.5v8.5a1.5 1.5 0 0 1-1.5 1.5h-7.5L7 20.5v-4H5A1.5 1.5 0 0 1 3.5 15V6.5A1.5 1.5 0 0 1 5 5z"/>`,
  send: svg`<path d="M12 19V5.5M6 11l6-6 6 6"/>`,
  up: svg`<path d="m6 14.5 6-6 6 6"/>`,
  down: svg`<path d="m6 9.5 6 6 6-6"/>`,
  stop: svg`<rect x="7" y="7" width="10" height="10" rx="2" fill="currentColor"/>`,
  play: svg`<path d="M8 5.5v13l10.5-6.5z" fill="currentColor"/>`,
  pause: svg`<path d="M8.5 6v12M15.5 6v12" stroke-width="3"/>`,
  next: svg`<path d="M6 6v12l8.5-6z" fill="currentColor"/><path d="M17.5 6v12"/>`,
  previous: svg`<path d="M18 6v12l-8.5-6z" fill="currentColor"/><path d="M6.5 6v12"/>`,
  minus: svg`<path d="M6 12h12"/>`,
  plus: svg`<path d="M6 12h12M12 6v12"/>`,
  check: svg`<path d="m5.5 12.5 4.3 4.3 8.7-9.3"/>`,
  cross: svg`<path d="m7 7 10 10M17 7 7 17"/>`,
  question: svg`<path d="M9 9.2a3 3 0 1 1 4.4 2.6c-.9.5-1.4 1.1-1.4 2.2M12 17.4v.2"/>`,
  clock: svg`<circle cx="12" cy="12" r="8"/><path d="M12 7.5V12l3 2"/>`,
  shield: svg`<path d="M12 3.5 5 6v5.5c0 4.3 2.9 7.4 7 9 4.1-1.6 7-4.7 7-9V6z"/>`,
  undo: svg`<path d="M5 9.5h9a5 5 0 0 1 0 10H8.5M8.5 6 5 9.5 8.5 13"/>`,
  base: svg`<path d="M4.5 12 12 5.5l7.5 6.5M12 19v-7M9.5 14.5 12 12l2.5 2.5"/>`,
  volume: svg`<path d="M4.5 9.5v5H8l4.5 4v-13l-4.5 4z"/><path d="M16 9a4 4 0 0 1 0 6"/>`,
  out: svg`<path d="M10 4.5H6A1.5 1.5 0 0 0 4.5 6v12A1.5 1.5 0 0 0 6 19.5h4M14.5 8l4 4-4 4M18 12H9.5"/>`,
};

/** @type {Record<string, string>} */
const BY_CLASS = {
  temperature: 'thermo',
  humidity: 'humidity',
  battery: 'battery',
  power: 'power',
  energy: 'power',
  current: 'power',
  voltage: 'power',
  illuminance: 'sun',
  carbon_dioxide: 'air',
  pm25: 'air',
  volatile_organic_compounds: 'air',
  aqi: 'air',
  door: 'door',
  opening: 'door',
  garage_door: 'garage',
  garage: 'garage',
  gate: 'garage',
  window: 'window',
  motion: 'motion',
  occupancy: 'motion',
  presence: 'home',
  moisture: 'valve',
  water: 'valve',
  smoke: 'smoke',
  gas: 'smoke',
  carbon_monoxide: 'smoke',
  heat: 'smoke',
  sound: 'volume',
  plug: 'plug',
  outlet: 'plug',
  tv: 'tv',
  timestamp: 'clock',
  duration: 'clock',
  wind_speed: 'wind',
  connectivity: 'gauge',
};

/** @type {Record<string, string>} */
const BY_DOMAIN = {
  light: 'light',
  switch: 'switch',
  fan: 'fan',
  cover: 'blind',
  lock: 'lock',
  climate: 'thermo',
  media_player: 'media',
  assist_satellite: 'chat',
  vacuum: 'vacuum',
  valve: 'valve',
  number: 'number',
  select: 'select',
  button: 'button',
  todo: 'todo',
  calendar: 'calendar',
  weather: 'cloud',
  alarm_control_panel: 'shield',
  siren: 'bell',
  humidifier: 'humidity',
  water_heater: 'boiler',
  lawn_mower: 'mower',
  camera: 'camera',
  image: 'picture',
  update: 'update',
  event: 'bell',
  text: 'text',
  scene: 'scene',
  script: 'script',
  remote: 'tv',
  notify: 'chat',
  person: 'person',
  timer: 'clock',
  counter: 'number',
  input_boolean: 'switch',
  input_button: 'button',
  input_number: 'number',
  input_select: 'select',
  input_text: 'text',
  input_datetime: 'clock',
  group: 'home',
  sensor: 'gauge',
  binary_sensor: 'bell',
};

/** @type {Record<string, string>} */
const BY_WEATHER = {
  sunny: 'sun',
  'clear-night': 'moon',
  rainy: 'rain',
  pouring: 'rain',
  'lightning-rainy': 'rain',
  lightning: 'power',
  hail: 'snow',
  snowy: 'snow',
  'snowy-rainy': 'snow',
  windy: 'wind',
  'windy-variant': 'wind',
};

/**
 * Draw an icon; it is decoration, so hidden from assistive technology.
 *
 * @param {string} name
 */
export function icon(name) {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" fill="none"
    stroke="currentColor" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round"
  >${PATHS[name] ?? PATHS.gauge}</svg>`;
}

/**
 * Choose the icon of an entity.
 *
 * @param {Entity} entity
 * @param {State | undefined} state
 */
export function iconOf(entity, state) {
  if (entity.domain === 'lock' && state !== undefined && state.state.startsWith('unlock')) return 'unlock';
  if (entity.domain === 'weather') return BY_WEATHER[state?.state ?? ''] ?? 'cloud';
  return BY_CLASS[entity.device_class ?? ''] ?? BY_DOMAIN[entity.domain] ?? 'gauge';
}
