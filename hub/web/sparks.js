/** What numbers were in the last hours, for small lines: asked for together, and kept for a while. */

import {store} from './store.js';

/** @typedef {{at: number, value: number}} Point */

export const SPAN_MS = 24 * 3_600_000;
const KEPT_MS = 5 * 60_000;
const GATHER_MS = 60;
const MOST_AT_ONCE = 40;

/** @type {Map<string, {asked: number, points: Promise<Point[]>}>} */
const kept = new Map();
/** @type {Map<string, (points: Point[]) => void>} */
let wanted = new Map();

/**
 * Return what an entity was in the last day; nothing if that is not known, or not for who asks.
 *
 * @param {string} entityId
 * @returns {Promise<Point[]>}
 */
export function pointsOf(entityId) {
  // Guests are not told of the past.
  if (store.people.me?.role === 'guest') return Promise.resolve([]);
  const known = kept.get(entityId);
  if (known !== undefined && Date.now() - known.asked < KEPT_MS) return known.points;
  /** @type {Promise<Point[]>} */
  const points = new Promise((resolve) => {
    if (wanted.size === 0) setTimeout(() => void fetchWanted(), GATHER_MS);
    wanted.set(entityId, resolve);
  });
  kept.set(entityId, {asked: Date.now(), points});
  return points;
}

async function fetchWanted() {
  const all = [...wanted];
  wanted = new Map();
  for (let at = 0; at < all.length; at += MOST_AT_ONCE) {
    await fetchSome(all.slice(at, at + MOST_AT_ONCE));
  }
}

/** @param {[string, (points: Point[]) => void][]} some */
async function fetchSome(some) {
  const start = new Date(Date.now() - SPAN_MS).toISOString();
  const ids = some.map(([id]) => id).join(',');
  /** @type {Map<string, Point[]>} */
  const found = new Map();
  try {
    const path = `history/period/${encodeURIComponent(start)}?filter_entity_id=${encodeURIComponent(ids)}&minimal_response&no_attributes`;
    for (const states of await store.api.get(path)) {
      if (states.length > 0) found.set(states[0].entity_id, numbersOf(states));
    }
  } catch {
    // A line that is missing says nothing; a lost hub is noticed by the stream.
    for (const [id] of some) kept.delete(id);
  }
  for (const [id, resolve] of some) resolve(found.get(id) ?? []);
}

/** @param {{state: string, last_changed: string}[]} states */
function numbersOf(states) {
  return states
    .map(({state, last_changed: at}) => ({at: Date.parse(at), value: state === '' ? NaN : Number(state)}))
    .filter((point) => !Number.isNaN(point.value) && !Number.isNaN(point.at));
}

/** A line of at most so many points, from the left to the right edge of a box of 100 by 30. @param {Point[]} points @param {number} now */
export function lineOf(points, now) {
  if (points.length === 0) return '';
  // A thing that is new has its short past spread over the whole line.
  const since = Math.max(now - SPAN_MS, Math.min(points[0].at, now - 60_000));
  const thinned = thin(points, 120);
  const values = thinned.map((point) => point.value);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const span = most - least || 1;
  const steps = thinned.map((point, index) => {
    const x = Math.max(0, Math.min(100, ((point.at - since) / (now - since)) * 100));
    const y = most === least ? 15 : 28 - ((point.value - least) / span) * 26;
    return `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`;
  });
  return `${steps.join('')}H100`;
}

/** @param {Point[]} points @param {number} most */
function thin(points, most) {
  if (points.length <= most) return points;
  const every = points.length / most;
  return Array.from({length: most}, (_, index) => points[Math.floor(index * every)]).concat(points[points.length - 1]);
}
