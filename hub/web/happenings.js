/** What happened: plans with what they brought about, and what changed by itself. */

/** @typedef {{id: string, at: number, plan: import('./types.js').PlanResult, text: string, source: string, userId: string | null, areaId: string | null, effects: Change[]}} Done */
/** @typedef {{at: number, entityId: string, state: string, source: string, parentId: string | null}} Change */
/** @typedef {{at: number, done?: Done, changes?: Change[]}} Happening */

const PLANS = 100;
const HOUR_MS = 3_600_000;
/** Changes this close together that nobody asked for stand in one line. */
const TOGETHER_MS = 60_000;
const UNSEEN = new Set(['unavailable', 'unknown']);

/**
 * Fetch what happened in the last hours, the newest first.
 *
 * @param {import('./client.js').Api} api
 * @param {number} hours
 * @returns {Promise<Happening[]>}
 */
export async function fetchHappenings(api, hours) {
  const start = new Date(Date.now() - hours * HOUR_MS);
  const [traces, rows] = await Promise.all([
    api.get(`lares/traces?limit=${PLANS}`),
    api.get(`logbook/${start.toISOString()}`),
  ]);
  const changes = rows.map(changeOf).filter((/** @type {Change} */ change) => !UNSEEN.has(change.state));
  return together(traces.map(doneOf).filter((/** @type {Done} */ done) => done.at >= start.getTime()), changes);
}

/**
 * Put effects to their causes; what has none stands by itself.
 *
 * @param {Done[]} all
 * @param {Change[]} changes
 * @returns {Happening[]}
 */
export function together(all, changes) {
  const byId = new Map(all.map((done) => [done.id, done]));
  /** @type {Change[]} */
  const alone = [];
  for (const change of changes) {
    const cause = change.parentId === null ? undefined : byId.get(change.parentId);
    if (cause) cause.effects.push(change);
    else alone.push(change);
  }
  const happenings = [...all.map((done) => ({at: done.at, done})), ...grouped(alone)];
  return happenings.sort((a, b) => b.at - a.at);
}

/**
 * @param {Change[]} changes
 * @returns {Happening[]}
 */
function grouped(changes) {
  /** @type {{at: number, changes: Change[]}[]} */
  const groups = [];
  for (const change of [...changes].sort((a, b) => b.at - a.at)) {
    const last = groups.at(-1);
    if (last && last.at - change.at < TOGETHER_MS) last.changes.push(change);
    else groups.push({at: change.at, changes: [change]});
  }
  return groups;
}

/**
 * @param {any} row
 * @returns {Change}
 */
function changeOf(row) {
  return {at: Date.parse(row.when), entityId: row.entity_id, state: row.state, source: row.source, parentId: row.context_parent_id};
}

/**
 * @param {any} trace
 * @returns {Done}
 */
function doneOf(trace) {
  const {plan} = trace;
  return {
    id: plan.id,
    at: Date.parse(plan.request.at ?? trace.finished_at),
    plan: trace,
    text: plan.request.text,
    source: plan.request.source,
    userId: plan.request.user_id,
    areaId: plan.request.area_id,
    effects: [],
  };
}
