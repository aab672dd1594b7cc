/** The conversations that are kept in this browser, until somebody signs out. */

/** @typedef {import('./conversation.js').Turn} Turn */
/** @typedef {{id: string, title: string, at: number, turns: Turn[]}} Talk */

const KEY = 'lares.talks';
const MOST_TALKS = 12;
const MOST_TURNS = 30;

/** @returns {Talk[]} the latest first */
export function keptTalks() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept : [];
  } catch {
    return [];
  }
}

/**
 * Keep a conversation as it is now; one without a sentence is not kept.
 *
 * @param {string} id
 * @param {Turn[]} turns
 */
export function keepTalk(id, turns) {
  const title = turns.find((turn) => turn.from === 'me')?.text;
  if (title === undefined) return;
  const talk = {id, title, at: turns.at(-1)?.at ?? Date.now(), turns: turns.slice(-MOST_TURNS).map(slim)};
  write([talk, ...keptTalks().filter((each) => each.id !== id)].slice(0, MOST_TALKS));
}

/** @param {string} id */
export function forgetTalk(id) {
  write(keptTalks().filter((each) => each.id !== id));
}

export function forgetTalks() {
  localStorage.removeItem(KEY);
}

/**
 * Write them; a browser that has no room for all of them keeps the latest.
 *
 * @param {Talk[]} talks
 */
function write(talks) {
  for (let count = talks.length; count > 0; count = Math.floor(count / 2)) {
    try {
      localStorage.setItem(KEY, JSON.stringify(talks.slice(0, count)));
      return;
    } catch {
      // Too much for this browser.
    }
  }
  localStorage.removeItem(KEY);
}

/**
 * Leave out of a turn what is not shown.
 *
 * @param {Turn} turn
 * @returns {Turn}
 */
function slim(turn) {
  const lares = turn.reply?.lares;
  if (!turn.reply || !lares) return turn;
  const {plan, verdict, outcomes, chores, approval_id, expires_at, finished_at} = lares;
  const request = plan?.request?.source ? {source: plan.request.source} : undefined;
  const kept = plan ? {id: plan.id, body: plan.body, request} : undefined;
  return {...turn, reply: {...turn.reply, lares: {plan: kept, verdict, outcomes, chores, approval_id, expires_at, finished_at}}};
}
