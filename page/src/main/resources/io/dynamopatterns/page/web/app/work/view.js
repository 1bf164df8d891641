import {Fragment, h, useState} from '../lib.js';
import {call} from '../api.js';
import {exactly} from '../json.js';
import {Answer, Chip, DataTable, Empty, Facts, JsonTree, Key, Pager, Tabs, Time, useAnswer} from '../ui.js';
import {Actions} from '../change.js';
import {usePages} from '../lists.js';
import {Split} from '../split.js';
import {Submit} from './submit.js';
import {hasPattern} from '../patterns.js';

/** Work of the processor: where each item is, why it failed, and what can be done about it. */
export const work = {
  id: 'work',
  title: 'Work',
  section: 'Patterns',
  available: (state) => hasPattern(state, 'processor', 'work list'),
  component: Work,
};

const ALL = 'ALL';
const STATES = ['PENDING', 'RUNNING', 'CONTINUE', 'WAITING', 'PAUSED', 'FAILED', 'CANCELLED', 'DONE'];
const TONES = {RUNNING: 'accent', CONTINUE: 'accent', PAUSED: 'warm', FAILED: 'bad', DONE: 'good'};
const SECONDS = 2;

/** All that can be done, each at its place whatever the state is: a change of state puts no button under the mouse that was aimed at another. */
const ACTIONS = ['retry', 'resume', 'pause', 'cancel'];

/** What each state allows, as the processor does. */
const ALLOWED = {
  PENDING: ['pause', 'cancel'],
  RUNNING: ['pause', 'cancel'],
  CONTINUE: ['pause', 'cancel'],
  WAITING: ['pause', 'cancel'],
  PAUSED: ['resume', 'cancel'],
  FAILED: ['retry'],
  CANCELLED: ['retry'],
  DONE: [],
};
const EFFECTS = {
  retry: 'It starts again from what was saved last, with all its attempts.',
  resume: 'It continues from what was saved last.',
  pause: 'The work is held until it is resumed. The part that ran since the last save runs again then.',
  cancel: 'It ends where it is. What was delivered stays delivered.',
};

function Work() {
  const [state, setState] = useState(ALL);
  const [chosen, setChosen] = useState(null);
  return h(
    'div',
    null,
    h(Submit, {onSubmitted: setChosen}),
    h(
      Tabs,
      {label: 'State of work', tabs: [ALL, ...STATES].map((id) => ({id, title: id.charAt(0) + id.slice(1).toLowerCase()})), selected: state, onSelect: setState},
      h(Split, {
        list: h(List, {key: state, state, chosen, onSelect: (one) => setChosen(one.id)}),
        details: chosen && h(Details, {key: chosen, id: chosen}),
        title: 'Work item',
        onClose: () => setChosen(null),
      }),
    ),
  );
}

function List({state, chosen, onSelect}) {
  const pages = usePages((next) => call('work list', {state: state === ALL ? undefined : state.toLowerCase(), next}), 'work', [state], SECONDS);
  return h(Answer, {of: pages, what: 'Reading work'}, () =>
    h(
      Fragment,
      null,
      h(DataTable, {
        caption: state === ALL ? 'All work' : `Work that is ${state.toLowerCase()}`,
        columns: [
          {title: 'Work', cell: (one) => h(Key, {text: one.id})},
          {title: 'State', cell: (one) => h(Chip, {tone: TONES[one.state]}, one.state.toLowerCase())},
          {title: 'Type', cell: (one) => one.type},
          {title: 'Attempts', numeric: true, cell: (one) => one.attempts},
          {title: 'Runs', numeric: true, cell: (one) => one.hops},
          {title: 'Since (UTC)', cell: (one) => h(Time, {at: one.changedAt})},
        ],
        rows: pages.rows,
        keyOf: (one) => one.id,
        selected: chosen,
        onSelect,
        empty: state === ALL ? h(Empty, {title: 'There is no work'}, 'Submit an object above.') : h(Empty, {title: `No work is ${state.toLowerCase()}`}, 'The other tabs have the other states.'),
      }),
      pages.rows.length > 0 && h(Pager, {more: Boolean(pages.next), shown: pages.rows.length, busy: pages.busy, onMore: pages.more}),
    ),
  );
}

function Details({id}) {
  const shown = useAnswer(() => call('work show', {id}, exactly), [id], SECONDS);
  return h(Answer, {of: shown, what: 'Reading the work'}, (one) =>
    h(
      Fragment,
      null,
      h(Actions, {actions: ACTIONS.map((name) => action(name, one)), onDone: shown.reload}),
      one.lastError && h('div', {class: 'failure'}, h('p', null, h('strong', null, one.state === 'FAILED' ? 'It failed: ' : 'Last error: '), one.lastError)),
      h(Facts, {
        entries: [
          ['Id', one.id],
          ['State', h(Chip, {tone: TONES[one.state]}, one.state.toLowerCase())],
          ['Type', one.type],
          ['Attempts', one.attempts],
          ['Runs', `${one.hops} of at most ${one.hopLimit}`],
          ['Progress', countsText(one.counts)],
          ['Created', h(Time, {at: one.createdAt})],
          ['Started', h(Time, {at: one.startedAt})],
          ['Finished', h(Time, {at: one.finishedAt})],
          one.leaseUntil && ['Runner has it until', h(Time, {at: one.leaseUntil})],
          one.notBefore && ['Not before', h(Time, {at: one.notBefore})],
        ].filter(Boolean),
      }),
      h('h3', null, 'Cursor: where it continues'),
      h(JsonTree, {value: one.cursor}),
      h('h3', null, 'Input'),
      h(JsonTree, {value: one.input}),
    ),
  );
}

function countsText(counts) {
  return (
    Object.entries(counts ?? {})
      .map(([name, value]) => `${name}: ${value}`)
      .join(', ') || '–'
  );
}

function action(name, one) {
  const title = name.charAt(0).toUpperCase() + name.slice(1);
  return {
    name: title,
    kind: name === 'cancel' ? 'danger' : 'plain',
    disabled: !(ALLOWED[one.state] ?? []).includes(name),
    title: EFFECTS[name],
    run: async (change) => {
      const answer = await change(`work ${name}`, {id: one.id}, {
        title: `${title} this work?`,
        action: `${title} the work`,
        danger: name === 'cancel',
        preview: () => h(Fragment, null, h('p', null, h(Key, {text: one.id})), h('p', null, EFFECTS[name])),
      });
      return answer && `Now ${answer.state.toLowerCase()}`;
    },
  };
}
