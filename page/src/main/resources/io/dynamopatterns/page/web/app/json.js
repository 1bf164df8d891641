/**
 * JSON whose numbers keep the digits of the text: a number that JavaScript would round or write in another way is what `JSON.rawJSON` makes.
 * Browsers that cannot do this round it.
 *
 * @param {string} text
 */
export function exactly(text) {
  return JSON.parse(text, (name, value, context) => (typeof value === 'number' && context && String(value) !== context.source ? JSON.rawJSON(context.source) : value));
}

/** The text of a number that {@link exactly} has kept, else undefined. */
export function digitsOf(value) {
  return JSON.isRawJSON?.(value) ? value.rawJSON : undefined;
}

/** Whether a value that was read from a text still has all its numbers and names: of two equal names one is lost. */
export function isWhole(value, text) {
  return tokens(text) === tokens(JSON.stringify(value));
}

const TOKENS = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;

function tokens(text) {
  return (text.match(TOKENS) ?? [])
    .map((token) => (token.startsWith('"') ? '"' : token))
    .sort()
    .join(' ');
}
