/** YAML in colours, line by line; only what helps the eye, not a parser. */

/** @typedef {{text: string, tone: string}} Piece */

const PARTS = /^(\s*(?:-\s+)*)((?:"[^"]*"|'[^']*'|[\w.<>-]+)\s*:(?=\s|$))?(.*)$/;
const REST = /("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|(?:^|\s)#.*$|![\w]+|(?<![\w.])-?\d+(?:\.\d+)?(?![\w.:])|\b(?:true|false|null)\b)/g;

/**
 * @param {string} line
 * @returns {Piece[]}
 */
export function piecesOf(line) {
  const [, lead = '', key = '', rest = ''] = PARTS.exec(line) ?? [];
  const pieces = [{text: lead, tone: 'mark'}, {text: key, tone: 'key'}];
  let at = 0;
  for (const found of rest.matchAll(REST)) {
    pieces.push({text: rest.slice(at, found.index), tone: ''});
    pieces.push({text: found[0], tone: toneOf(found[0])});
    at = found.index + found[0].length;
  }
  pieces.push({text: rest.slice(at), tone: ''});
  return pieces.filter((one) => one.text !== '');
}

/** @param {string} text */
function toneOf(text) {
  if (text.trimStart().startsWith('#')) return 'comment';
  if (text.startsWith('"') || text.startsWith("'")) return 'text';
  return 'value';
}
