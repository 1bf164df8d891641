import {flow} from './flow/view.js';
import {run} from './run/view.js';
import {timeline} from './timeline/view.js';
import {tables} from './tables/view.js';
import {history} from './history/view.js';
import {groups} from './groups/view.js';
import {periods} from './periods/view.js';
import {work} from './work/view.js';
import {events} from './events/view.js';
import {subscribers} from './subscribers/view.js';
import {failed} from './failed/view.js';

/**
 * A view of the page.
 *
 * @typedef {object} View
 * @property {string} id its name in the address
 * @property {string} title
 * @property {string} section heading of the navigation under which it is listed
 * @property {(state: import('./store.js').State) => boolean} available whether this fleet has it
 * @property {Function} component draws it
 */

/** All views, in the order of the navigation. @type {View[]} */
export const views = [flow, timeline, run, tables, history, groups, periods, work, events, subscribers, failed];
