/** The home as pages show it: floors with their areas, and lists of what is on, open or unusual. */

import {isAlarming, isAvailable} from './states.js';
import {store} from './store.js';

/** @typedef {import('./types.js').Entity} Entity */
/** @typedef {import('./types.js').Area} Area */
/** @typedef {import('./types.js').Home} Home */
/** @typedef {import('./types.js').State} State */
/** @typedef {{area: Area, entities: Entity[]}} Room */
/** @typedef {{id: string, icon: string, tone: string, has: (entity: Entity, state: State) => boolean}} List */

/** The area of what is in none. */
export const NOWHERE = 'none';

/** Rules have a list of their own; the others only say where somebody is, which their person tells. */
const UNSHOWN = new Set(['automation', 'zone', 'sun', 'device_tracker', 'tag', 'conversation']);
const OPENINGS = new Set(['door', 'window', 'garage_door', 'opening']);
const DOORS = new Set(['door', 'garage', 'gate', 'window']);
const UNLOCKED = new Set(['unlocked', 'unlocking', 'open', 'opening', 'jammed']);
const RUNNING = new Set(['switch', 'fan', 'input_boolean', 'humidifier', 'remote']);
const LOW_PERCENT = 15;

/** What a glance tells, the most urgent first. @type {List[]} */
export const LISTS = [
  {id: 'alarm', icon: 'bell', tone: 'bad', has: (e, s) => isAlarming(e, s) && e.device_class !== 'battery'},
  {id: 'unlocked', icon: 'unlock', tone: 'bad', has: (e, s) => e.domain === 'lock' && UNLOCKED.has(s.state)},
  {id: 'open', icon: 'window', tone: 'warm', has: isOpen},
  {id: 'lights', icon: 'light', tone: 'warm', has: (e, s) => e.domain === 'light' && s.state === 'on'},
  {id: 'heating', icon: 'thermo', tone: 'warm', has: (e, s) => e.domain === 'climate' && ['heating', 'cooling'].includes(s.attributes.hvac_action)},
  {id: 'playing', icon: 'media', tone: 'good', has: (e, s) => e.domain === 'media_player' && s.state === 'playing'},
  {id: 'on', icon: 'switch', tone: '', has: (e, s) => (RUNNING.has(e.domain) && s.state === 'on') || ['cleaning', 'mowing'].includes(s.state)},
  {id: 'low', icon: 'battery', tone: 'bad', has: isLow},
  {id: 'updates', icon: 'update', tone: '', has: (e, s) => e.domain === 'update' && s.state === 'on'},
  {id: 'away', icon: 'gauge', tone: '', has: (_, s) => s.state === 'unavailable'},
];

/** @type {WeakMap<Home, Entity[]>} */
const shown = new WeakMap();

/** Entities that pages show at all. @param {Home} home */
export function shownOf(home) {
  const known = shown.get(home);
  if (known !== undefined) return known;
  const found = home.entities.filter((entity) => entity.enabled !== false && !UNSHOWN.has(entity.domain));
  shown.set(home, found);
  return found;
}

/** Those that are on each of some lists now. @param {List[]} lists @returns {Entity[][]} */
export function membersOf(lists) {
  /** @type {Entity[][]} */
  const members = lists.map(() => []);
  for (const entity of store.home === null ? [] : shownOf(store.home)) {
    const state = store.states.get(entity.entity_id);
    if (state === undefined) continue;
    lists.forEach((list, at) => {
      if (list.has(entity, state)) members[at].push(entity);
    });
  }
  return members;
}

/** @param {Home} home @returns {Room[]} */
export function roomsOf(home) {
  /** @type {Map<string, Entity[]>} */
  const byArea = new Map(home.areas.map((area) => [area.id, []]));
  /** @type {Entity[]} */
  const rest = [];
  for (const entity of shownOf(home)) {
    (byArea.get(entity.area_id ?? '') ?? rest).push(entity);
  }
  const areas = [...home.areas].sort((a, b) => a.name.localeCompare(b.name));
  const rooms = areas.map((area) => ({area, entities: byArea.get(area.id) ?? []}));
  // What has no area is shown where it has something to show: persons have a place of their own.
  const placeless = rest.filter((entity) => entity.domain !== 'person');
  if (placeless.length > 0) rooms.push({area: {id: NOWHERE, name: '', floor_id: null}, entities: placeless});
  return rooms;
}

/** Floors from the lowest, with their rooms; the last is what has none. @param {Home} home @returns {[string, Room[]][]} */
export function floorsOf(home) {
  const rooms = roomsOf(home).filter((room) => room.entities.length > 0);
  const floors = [...home.floors].sort((a, b) => a.level - b.level);
  const known = new Set(floors.map((floor) => floor.id));
  /** @type {[string, Room[]][]} */
  const grouped = floors.map((floor) => [floor.name, rooms.filter((room) => room.area.floor_id === floor.id)]);
  grouped.push(['', rooms.filter((room) => room.area.floor_id === null || !known.has(room.area.floor_id))]);
  return grouped.filter(([, own]) => own.length > 0);
}

/**
 * What is measured in a room: of its thermostat, else of its sensors.
 *
 * @param {Entity[]} entities
 * @param {'temperature' | 'humidity'} kind
 * @returns {number | null}
 */
export function measuredIn(entities, kind) {
  /** @type {number | null} */
  let found = null;
  for (const entity of entities) {
    const state = store.states.get(entity.entity_id);
    if (!isAvailable(state) || state === undefined) continue;
    const value = entity.domain === 'climate' ? state.attributes[`current_${kind}`]
      : entity.domain === 'sensor' && entity.device_class === kind ? Number(state.state) : null;
    if (typeof value !== 'number' || Number.isNaN(value)) continue;
    if (entity.domain === 'climate') return value;
    found ??= value;
  }
  return found;
}

/** @param {Entity} entity @param {State} state */
export function isOpen(entity, state) {
  if (entity.domain === 'binary_sensor') return OPENINGS.has(entity.device_class ?? '') && state.state === 'on';
  return entity.domain === 'cover' && DOORS.has(entity.device_class ?? '') && ['open', 'opening', 'closing'].includes(state.state);
}

/** @param {Entity} entity @param {State} state */
function isLow(entity, state) {
  if (entity.device_class !== 'battery') return false;
  if (entity.domain === 'binary_sensor') return state.state === 'on';
  return entity.domain === 'sensor' && state.state !== '' && Number(state.state) <= LOW_PERCENT;
}
