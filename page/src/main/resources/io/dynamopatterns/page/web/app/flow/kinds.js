import {count, dollars, plural, rate} from '../format.js';

/** For each kind of resource: its word, its sign (a path in a square of 24), and what its box says. */
export const KINDS = {
  FUNCTION: {word: 'function', sign: 'M5 20 11 4h3l6 16h-3.5L12.5 9.5 8.5 20z'},
  TABLE: {word: 'table', sign: 'M4 5h16v4H4zM4 10.5h16v4H4zM4 16h16v4H4z'},
  STREAM: {word: 'stream', sign: 'M3 7c4-4 6 4 10 0s6 4 8 0v3c-4 4-6-4-10 0s-6-4-8 0zM3 14c4-4 6 4 10 0s6 4 8 0v3c-4 4-6-4-10 0s-6-4-8 0z'},
  QUEUE: {word: 'queue', sign: 'M3 6h4v12H3zM9 6h4v12H9zM15 6h2v12h-2zM19 6h2v12h-2z'},
  BUS: {word: 'event bus', sign: 'M3 10h18v4H3zM6 4h3v5H6zM15 4h3v5h-3zM10.5 15h3v5h-3z'},
  SCHEDULE: {word: 'schedule', sign: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zm1 4v4.6l3.5 2-1 1.8-4.5-2.6V7z'},
  BUCKET: {word: 'bucket', sign: 'M4 5h16l-2.4 15H6.4zM6.3 7l.3 2h10.8l.3-2z'},
};

/**
 * The one line of figures in a box.
 *
 * @param {object} node
 * @param {Object<string, number>} figures
 */
export function figuresOf(node, figures = {}) {
  switch (node.kind) {
    case 'FUNCTION':
      return join(plural(figures.invocations ?? 0, 'run'), figures.cost > 0 && dollars(figures.cost));
    case 'TABLE':
      return join(plural(figures.items ?? 0, 'item'), figures.changes > 0 && plural(figures.changes, 'change'));
    case 'STREAM':
      return plural(figures.records ?? 0, 'record');
    case 'QUEUE':
      return `${count(figures.waiting ?? 0)} waiting`;
    case 'BUS':
      return plural(figures.events ?? 0, 'event');
    case 'SCHEDULE':
      return plural(figures.runs ?? 0, 'run');
    case 'BUCKET':
      return plural(figures.deadLetters ?? 0, 'failed record');
    default:
      return '';
  }
}

/** What a group consists of: 4 functions, 1 table. @param {object[]} nodes */
export function contents(nodes) {
  return ['FUNCTION', 'TABLE', 'STREAM', 'QUEUE', 'BUS', 'SCHEDULE', 'BUCKET']
    .map((kind) => [kind, nodes.filter((node) => node.kind === kind).length])
    .filter(([, n]) => n > 0)
    .map(([kind, n]) => plural(n, KINDS[kind].word, KINDS[kind].word === 'event bus' ? 'event buses' : KINDS[kind].word + 's'));
}

/** Whether a node shows something that a person must look at. */
export function isTroubled(node, figures = {}) {
  return (figures.failures ?? 0) > 0 || (figures.deadLetters ?? 0) > 0;
}

/** What an arrow says beside its line. */
export function arrowText(records, lag, perSecond) {
  return join(perSecond > 0 ? rate(perSecond) : records > 0 && count(records), lag > 0 && `lag ${count(lag)}`);
}

/** The words that are there. */
function join(...words) {
  return words.filter(Boolean).join(' · ');
}
