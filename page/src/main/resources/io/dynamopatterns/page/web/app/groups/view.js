import {Fragment, h, useState} from '../lib.js';
import {call} from '../api.js';
import {ago} from '../format.js';
import {Answer, Chip, DataTable, Empty, Facts, Key, Pager, Tabs, Time, useAnswer} from '../ui.js';
import {usePages} from '../lists.js';
import {Members as Events} from '../members.js';
import {Split} from '../split.js';
import {hasPattern} from '../patterns.js';

/** Groups of the aggregator: which are open, what they wait for, which are complete or expired. */
export const groups = {
  id: 'groups',
  title: 'Groups',
  section: 'Patterns',
  available: (state) => hasPattern(state, 'aggregator', 'groups list'),
  component: Groups,
};

const STATES = [
  {id: 'open', title: 'Open', empty: 'No group is open', why: 'Every group that was begun is complete or expired, or no event has arrived.'},
  {id: 'complete', title: 'Complete', empty: 'No group is complete', why: 'A group is complete when its rule holds: see what the open ones still need.'},
  {id: 'expired', title: 'Expired', empty: 'No group has expired', why: 'A group expires when it stays open for longer than the deployment allows.'},
];
const TONES = {COLLECTING: 'accent', COMPLETE: 'good', EXPIRED: 'warm', NONE: 'plain'};
const WORDS = {COLLECTING: 'open', COMPLETE: 'complete', EXPIRED: 'expired', NONE: 'unknown'};
const SECONDS = 2;

function Groups() {
  const [state, setState] = useState('open');
  const [chosen, setChosen] = useState(null);
  const [sought, setSought] = useState('');
  const kind = STATES.find((one) => one.id === state);
  const find = (event) => {
    event.preventDefault();
    setChosen({group: sought});
  };
  return h(
    'div',
    null,
    h(
      'form',
      {class: 'toolbar', onSubmit: find},
      h('label', {class: 'field'}, 'Group', h('input', {type: 'text', required: true, value: sought, onInput: (event) => setSought(event.target.value)})),
      h('button', {type: 'submit', class: 'button'}, 'Show'),
    ),
    h(
      Tabs,
      {label: 'State of groups', tabs: STATES, selected: state, onSelect: setState},
      h(Split, {
        list: h(List, {key: state, kind, chosen, onSelect: setChosen}),
        details: chosen && h(Group, {key: keyOf(chosen), group: chosen.group, round: chosen.round}),
        title: chosen && `Group ${chosen.group}`,
        onClose: () => setChosen(null),
      }),
    ),
  );
}

function keyOf(group) {
  return `${group.group}\n${group.round ?? ''}`;
}

function List({kind, chosen, onSelect}) {
  const pages = usePages((next) => call('groups list', {state: kind.id, next}), 'rounds', [kind.id], SECONDS);
  const open = kind.id === 'open';
  return h(Answer, {of: pages, what: 'Reading groups'}, () =>
    h(
      Fragment,
      null,
      h(DataTable, {
        caption: `Groups: ${kind.title}`,
        columns: [
          {title: 'Group', cell: (one) => h(Key, {text: one.group})},
          {title: 'Round', numeric: true, cell: (one) => one.round},
          {title: 'Events', numeric: true, cell: (one) => one.count},
          {title: 'Late', numeric: true, cell: (one) => one.late},
          open
            ? {title: 'Open for', cell: (one) => h('time', {dateTime: one.openSince, title: one.openSince}, ago(one.openSince, Date.now()).replace(' ago', ''))}
            : {title: 'Closed (UTC)', cell: (one) => h(Time, {at: one.closedAt})},
          open
            ? {title: 'Still needs', wide: true, cell: (one) => (one.missing ?? []).join('; ') || '–'}
            : {title: 'Sources', wide: true, cell: (one) => sourcesText(one.sources)},
        ],
        rows: open ? pages.rows : newestFirst(pages.rows),
        keyOf,
        selected: chosen && keyOf(chosen),
        onSelect,
        empty: h(Empty, {title: kind.empty}, kind.why),
      }),
      pages.rows.length > 0 && h(Pager, {more: Boolean(pages.next), shown: pages.rows.length, busy: pages.busy, onMore: pages.more}),
    ),
  );
}

/** Closed groups come in no order. */
function newestFirst(rounds) {
  return [...rounds].sort((a, b) => (a.closedAt < b.closedAt ? 1 : -1));
}

function sourcesText(sources) {
  return Object.entries(sources ?? {})
    .map(([name, events]) => `${name}: ${events}`)
    .join(', ');
}

function Group({group, round}) {
  const shown = useAnswer(() => call('groups show', {group, round}), [group, round], SECONDS);
  return h(Answer, {of: shown, what: 'Reading the group'}, (one) =>
    one.state === 'NONE'
      ? h(Empty, {title: 'There is no such group'}, `Asked for: ${group}. Groups are exact: check capitals.`)
      : h(
          Fragment,
          null,
          h(Facts, {
            entries: [
              ['State', h(Chip, {tone: TONES[one.state]}, WORDS[one.state] ?? one.state)],
              ['Round', one.round],
              ['Events', one.count],
              ['Late events', one.late],
              ['Sources', sourcesText(one.sources) || '–'],
              ['Open since', h(Time, {at: one.openSince})],
              ['Closed', h(Time, {at: one.closedAt})],
              ['Still needs', one.missing?.length > 0 ? h('ul', {class: 'plain'}, one.missing.map((text) => h('li', {key: text}, text))) : '–'],
            ],
          }),
          h(Members, {group, round: one.round}),
          one.split && h('p', {class: 'note'}, 'DynamoDB has split this group: its count may be too low.'),
        ),
  );
}

function Members({group, round}) {
  const pages = usePages((next) => call('groups members', {group, round, next}), 'members', [group, round]);
  return h(Fragment, null, h('h3', null, 'Members'), h(Events, {pages, what: 'members'}));
}
