/** What was: states and numbers of the past, as the hub kept them. */

/** @typedef {{at: number, state: string}} Moment a state and since when, in milliseconds */
/** @typedef {{entityId: string, unit: string, moments: Moment[]}} Course */
/** @typedef {{api: import('./client.js').Api}} Page */

const HOUR_MS = 3_600_000;
/** Beyond this, numbers are hourly means: what was finer is not kept for ever. */
const FINE_MS = 72 * HOUR_MS;

/** The spans one can look at, in hours. */
export const SPANS = [1, 6, 24, 24 * 7, 24 * 30];

/**
 * Fetch what entities said in the last hours.
 *
 * @param {Page} page
 * @param {{entity_id: string, unit: string}[]} entities
 * @param {number} hours
 * @returns {Promise<Course[]>}
 */
export async function fetchCourses(page, entities, hours) {
  const start = new Date(Date.now() - hours * HOUR_MS);
  const isCoarse = hours * HOUR_MS > FINE_MS;
  const numbers = isCoarse ? entities.filter((entity) => entity.unit) : [];
  const others = entities.filter((entity) => !numbers.includes(entity));
  const [means, states] = await Promise.all([
    numbers.length > 0 ? fetchMeans(page, numbers, start) : {},
    others.length > 0 ? fetchStates(page, others, start) : {},
  ]);
  /** @type {Record<string, Moment[]>} */
  const found = {...means, ...states};
  return entities.map((entity) => ({
    entityId: entity.entity_id,
    unit: entity.unit,
    moments: found[entity.entity_id] ?? [],
  }));
}

/**
 * @param {Page} page
 * @param {{entity_id: string}[]} entities
 * @param {Date} start
 * @returns {Promise<Record<string, Moment[]>>}
 */
async function fetchStates(page, entities, start) {
  const ids = entities.map((entity) => entity.entity_id).join(',');
  const path = `history/period/${start.toISOString()}?filter_entity_id=${ids}&minimal_response&no_attributes`;
  /** @type {{entity_id?: string, state: string, last_changed: string}[][]} */
  const lists = await page.api.get(path);
  /** @type {Record<string, Moment[]>} */
  const found = {};
  for (const list of lists) {
    const id = list[0]?.entity_id;
    if (id === undefined) continue;
    found[id] = list.map((each) => ({at: Math.max(Date.parse(each.last_changed), start.getTime()), state: each.state}));
  }
  return found;
}

/**
 * @param {Page} page
 * @param {{entity_id: string}[]} entities
 * @param {Date} start
 * @returns {Promise<Record<string, Moment[]>>}
 */
async function fetchMeans(page, entities, start) {
  /** @type {Record<string, Moment[]>} */
  const found = {};
  await Promise.all(entities.map(async ({entity_id: id}) => {
    const query = `entity_id=${id}&start_time=${encodeURIComponent(start.toISOString())}&period=hour`;
    /** @type {Record<string, {start: string | number, mean: number | null}[]>} */
    const answer = await page.api.get(`lares/statistics?${query}`);
    found[id] = (answer[id] ?? [])
      .filter((each) => each.mean !== null)
      .map((each) => ({at: new Date(each.start).getTime(), state: String(each.mean)}));
  }));
  return found;
}

/** Whether what an entity says are numbers. @param {Course} course */
export function isNumeric(course) {
  return course.unit !== '' || (course.moments.length > 0 && course.moments.every(({state}) => isNumber(state) || isNothing(state))
    && course.moments.some(({state}) => isNumber(state)));
}

/** @param {string} state */
export function isNumber(state) {
  return state.trim() !== '' && Number.isFinite(Number(state));
}

/** @param {string} state */
export function isNothing(state) {
  return state === 'unknown' || state === 'unavailable' || state === '';
}

/**
 * Put the numbers of several courses on one axis of time, each holding until its next.
 *
 * @param {Course[]} courses
 * @returns {[number[], ...(number | null)[][]]} seconds since 1970, then a list for each course
 */
export function aligned(courses) {
  const now = Date.now();
  const times = [...new Set([...courses.flatMap((course) => course.moments.map(({at}) => at)), now])].sort((a, b) => a - b);
  const lists = courses.map((course) => {
    let next = 0;
    /** @type {number | null} */
    let value = null;
    return times.map((time) => {
      while (next < course.moments.length && course.moments[next].at <= time) {
        const {state} = course.moments[next];
        value = isNumber(state) ? Number(state) : null;
        next += 1;
      }
      return value;
    });
  });
  return [times.map((time) => time / 1000), ...lists];
}

/**
 * Tell the bands of a course: from when to when it was how.
 *
 * @param {Course} course
 * @param {number} until
 * @returns {{from: number, to: number, state: string}[]}
 */
export function bandsOf(course, until) {
  return course.moments
    .map(({at, state}, place) => ({from: at, to: course.moments[place + 1]?.at ?? until, state}))
    .filter((band) => band.to > band.from);
}

/** Summarise numbers: least, mean over time, most. @param {Course} course */
export function summaryOf(course) {
  const bands = bandsOf(course, Date.now()).filter(({state}) => isNumber(state));
  if (bands.length === 0) return null;
  const values = bands.map(({state}) => Number(state));
  const lasted = bands.reduce((sum, {from, to}) => sum + to - from, 0);
  const whole = bands.reduce((sum, {from, to, state}) => sum + (to - from) * Number(state), 0);
  return {least: Math.min(...values), most: Math.max(...values), mean: whole / lasted};
}
