/** How figures are written. All functions are pure. */

const COUNT = new Intl.NumberFormat('en-US');
const SHORT = new Intl.NumberFormat('en-US', {notation: 'compact', maximumFractionDigits: 1});
const WHOLE = 10_000;

/** A count: exact up to 9,999, then short: 12.3K. @param {number|undefined} n */
export function count(n) {
  if (n === undefined || n === null || Number.isNaN(n)) {
    return '–';
  }
  return Math.round(Math.abs(n)) < WHOLE ? COUNT.format(Math.round(n)) : SHORT.format(n);
}

/** An exact count, for tooltips and tables. @param {number|undefined} n */
export function exact(n) {
  return n === undefined || n === null ? '–' : COUNT.format(n);
}

/** @param {number} perSecond */
export function rate(perSecond) {
  if (perSecond === 0) {
    return '0/s';
  }
  return (perSecond < 10 ? perSecond.toFixed(1) : count(perSecond)) + '/s';
}

/** Dollars, with as many digits as a small bill needs. @param {number|undefined} n */
export function dollars(n) {
  if (n === undefined || n === null) {
    return '–';
  }
  if (n === 0) {
    return '$0';
  }
  if (n < 0.000001) {
    return '< $0.000001';
  }
  return '$' + (n >= 1 ? n.toFixed(2) : n.toPrecision(2).includes('e') ? n.toFixed(7) : n.toPrecision(2));
}

/** @param {number} n of bytes */
export function bytes(n) {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let at = 0;
  while (Math.round(n) >= 1024 && at < units.length - 1) {
    n /= 1024;
    at++;
  }
  return (at === 0 || n >= 100 ? Math.round(n) : n.toFixed(1)) + ' ' + units[at];
}

/** @param {number} ms */
export function duration(ms) {
  // Each unit is rounded before it is chosen: 59.9 s is 1 min 0 s, not 60 s.
  if (Math.round(ms) < 1000) {
    return Math.round(ms) + ' ms';
  }
  if (Math.round(ms / 100) < 100) {
    return (ms / 1000).toFixed(1) + ' s';
  }
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) {
    return seconds + ' s';
  }
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A time of day in UTC. @param {string|number|Date} time */
export function clock(time) {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? String(time) : date.toISOString().slice(11, 19);
}

/** Date and time in UTC. @param {string|number|Date} time */
export function stamp(time) {
  const date = new Date(time);
  return Number.isNaN(date.getTime())
    ? String(time)
    : date.toISOString().replace('T', ' ').replace(/\.\d+Z$/, 'Z');
}

/** How long ago. @param {string|number|Date} time @param {number} now */
export function ago(time, now) {
  const ms = now - new Date(time).getTime();
  return ms < 1000 ? 'now' : duration(ms) + ' ago';
}

/** One or many. @param {number} n @param {string} one @param {string} [many] */
export function plural(n, one, many = one + 's') {
  return count(n) + ' ' + (n === 1 ? one : many);
}
