import {useEffect, useState} from './lib.js';

/**
 * What the page knows, and the connection that brings it.
 *
 * @typedef {object} Totals
 * @property {number} lines
 * @property {number} writes
 * @property {number} invocations
 * @property {number} failures
 * @property {number} lag
 * @property {number} dollars
 *
 * @typedef {object} Counts
 * @property {string} time
 * @property {Totals} totals
 * @property {Object<string, Object<string, number>>} nodes
 * @property {Object<string, Object<string, number>>} edges
 *
 * @typedef {object} State
 * @property {boolean} live whether a server answers; else this is a report
 * @property {'connecting'|'open'|'lost'|'report'} connection
 * @property {{name: string, nodes: object[], edges: object[]}} deployment
 * @property {string[]} operations
 * @property {Counts|null} counts
 * @property {Counts[]} recent the last counts, the oldest first: rates are taken from them
 * @property {{time: number, totals: Totals}[]} points
 * @property {{schedule: string, slot: string, time: string}[]} slots
 * @property {Object<string, object>} details of a report, by function
 * @property {object|null} report
 */

const MOST_POINTS = 1200;
const RECENT = 6;
const listeners = new Set();

/** @type {State} */
let state = {
  live: false,
  connection: 'connecting',
  deployment: {name: '', nodes: [], edges: []},
  operations: [],
  counts: null,
  recent: [],
  points: [],
  slots: [],
  details: {},
  report: null,
};

/** @returns {State} */
export function current() {
  return state;
}

/** @param {Partial<State>} change */
export function update(change) {
  state = {...state, ...change};
  listeners.forEach((listener) => listener(state));
}

/** A part of the state; the component is drawn again when that part changes. */
export function useStore(select) {
  const [selected, setSelected] = useState(() => select(state));
  useEffect(() => {
    const listener = (next) => setSelected(() => select(next));
    listeners.add(listener);
    listener(state);
    return () => listeners.delete(listener);
  }, []);
  return selected;
}

/** The state after new counts. @param {State} before @param {Counts & {slots: object[]}} counts */
export function withCounts(before, counts) {
  const point = {time: Date.parse(counts.time), totals: counts.totals};
  if (before.points.at(-1)?.time >= point.time) {
    // The timeline that a new connection begins with has it already.
    return {counts, recent: [...before.recent, counts].slice(-RECENT)};
  }
  let points = [...before.points, point];
  if (points.length >= MOST_POINTS) {
    points = points.filter((_, i) => i % 2 === 0 || i === points.length - 1);
  }
  return {
    counts,
    points,
    recent: [...before.recent, counts].slice(-RECENT),
    slots: [...before.slots, ...(counts.slots ?? [])].slice(-500),
  };
}

/**
 * How fast a figure grows.
 *
 * @param {Counts[]} recent
 * @param {(counts: Counts) => number|undefined} figure
 */
export function rateOf(recent, figure) {
  if (recent.length < 2) {
    return 0;
  }
  const first = recent[0];
  const last = recent[recent.length - 1];
  const seconds = (Date.parse(last.time) - Date.parse(first.time)) / 1000;
  const grown = (figure(last) ?? 0) - (figure(first) ?? 0);
  return seconds > 0 ? Math.max(0, grown / seconds) : 0;
}

/** Follows the server. The browser connects again without being asked; then the timeline comes whole. */
export function follow() {
  const events = new EventSource('api/live');
  events.addEventListener('open', () => update({connection: 'open', recent: []}));
  events.addEventListener('error', () => update({connection: 'lost'}));
  events.addEventListener('timeline', (event) => update(JSON.parse(event.data)));
  events.addEventListener('deployment', (event) => update({deployment: JSON.parse(event.data)}));
  events.addEventListener('counts', (event) => update(withCounts(state, JSON.parse(event.data))));
}

/**
 * Calls a function now and every few seconds, while the page can be seen and the fleet runs.
 *
 * @param {() => void} refresh
 * @param {number} seconds
 * @param {any[]} [inputs] a change of one calls it at once
 */
export function useLive(refresh, seconds, inputs = []) {
  useEffect(() => {
    refresh();
    const timer = setInterval(() => {
      if (!document.hidden && state.connection === 'open' && !document.querySelector('dialog[open]')) {
        refresh();
      }
    }, seconds * 1000);
    return () => clearInterval(timer);
  }, inputs);
}
