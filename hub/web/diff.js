/** What changed between two texts, line by line: the longest lines they have in common stay. */

/** @typedef {{kind: 'same' | 'gone' | 'new', text: string}} Line */

/** Longer texts are compared only where they begin and end alike. */
const MOST_CELLS = 1_000_000;

/**
 * @param {string} before
 * @param {string} after
 * @returns {Line[]}
 */
export function linesOf(before, after) {
  const one = before.replace(/\n$/, '').split('\n');
  const other = after.replace(/\n$/, '').split('\n');
  let head = 0;
  while (head < Math.min(one.length, other.length) && one[head] === other[head]) head += 1;
  let tail = 0;
  while (tail < Math.min(one.length, other.length) - head && one.at(-1 - tail) === other.at(-1 - tail)) tail += 1;
  const same = (/** @type {string} */ text) => /** @type {Line} */ ({kind: 'same', text});
  return [
    ...one.slice(0, head).map(same),
    ...between(one.slice(head, one.length - tail), other.slice(head, other.length - tail)),
    ...one.slice(one.length - tail).map(same),
  ];
}

/**
 * @param {string[]} one
 * @param {string[]} other
 * @returns {Line[]}
 */
function between(one, other) {
  const gone = (/** @type {string} */ text) => /** @type {Line} */ ({kind: 'gone', text});
  const made = (/** @type {string} */ text) => /** @type {Line} */ ({kind: 'new', text});
  if (one.length * other.length > MOST_CELLS) return [...one.map(gone), ...other.map(made)];
  const common = table(one, other);
  /** @type {Line[]} */
  const lines = [];
  let [i, j] = [0, 0];
  while (i < one.length || j < other.length) {
    if (i < one.length && j < other.length && one[i] === other[j]) {
      lines.push({kind: 'same', text: one[i]});
      i += 1;
      j += 1;
    } else if (j >= other.length || (i < one.length && common[i + 1][j] >= common[i][j + 1])) {
      lines.push(gone(one[i++]));
    } else {
      lines.push(made(other[j++]));
    }
  }
  return lines;
}

/**
 * How many lines the rests of both texts have in common, by where they begin.
 *
 * @param {string[]} one
 * @param {string[]} other
 */
function table(one, other) {
  const found = Array.from({length: one.length + 1}, () => new Uint32Array(other.length + 1));
  for (let i = one.length - 1; i >= 0; i -= 1) {
    for (let j = other.length - 1; j >= 0; j -= 1) {
      found[i][j] = one[i] === other[j] ? found[i + 1][j + 1] + 1 : Math.max(found[i + 1][j], found[i][j + 1]);
    }
  }
  return found;
}
