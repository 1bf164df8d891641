import {Fragment, h, useState} from '../lib.js';
import {call} from '../api.js';
import {exact} from '../format.js';
import {Answer, Chip, DataTable, Empty, Facts, Key, Pager, Time} from '../ui.js';
import {usePages} from '../lists.js';
import {Members as Events} from '../members.js';
import {Split} from '../split.js';
import {fixed} from '../times.js';
import {hasPattern} from '../patterns.js';

/** Periods of the periodic aggregator: which are open, which digests the closed ones had, and of what. */
export const periods = {
  id: 'periods',
  title: 'Periods',
  section: 'Patterns',
  available: (state) => hasPattern(state, 'periodic', 'periods list'),
  component: Periods,
};

const TONES = {OPEN: 'accent', CLOSING: 'warm', CLOSED: 'good'};
const SECONDS = 2;
/** A log may be of last week: its periods begin then. */
const FIRST = {from: '-30d', to: ''};

function Periods() {
  const [chosen, setChosen] = useState(null);
  const [range, setRange] = useState(FIRST);
  const [asked, setAsked] = useState(() => typed(FIRST));
  const submit = (event) => {
    event.preventDefault();
    setAsked(typed(range));
  };
  const field = (name, title) =>
    h('label', {class: 'field'}, title, h('input', {type: 'text', placeholder: '-7d, 2026-11-28', value: range[name], onInput: (event) => setRange({...range, [name]: event.target.value})}));
  return h(
    'div',
    null,
    h('form', {class: 'toolbar', onSubmit: submit}, field('from', 'From day'), field('to', 'To day'), h('button', {type: 'submit', class: 'button'}, 'Show')),
    h(Split, {
      list: h(List, {asked, chosen, onSelect: setChosen}),
      details: chosen && h(Period, {key: keyOf(chosen), period: chosen}),
      title: chosen && nameOf(chosen),
      onClose: () => setChosen(null),
    }),
  );
}

/** The days that are asked for, the same for all pages. */
function typed(range) {
  const now = Date.now();
  return {from: fixed(range.from, now), to: fixed(range.to, now)};
}

function keyOf(period) {
  return `${period.period}/${period.generation}`;
}

function nameOf(period) {
  return period.late ? `${period.period}, late ${period.generation}` : period.period;
}

function List({asked, chosen, onSelect}) {
  const pages = usePages((next) => call('periods list', {...asked, next}), 'periods', [asked], SECONDS);
  return h(Answer, {of: pages, what: 'Reading periods'}, () =>
    h(
      Fragment,
      null,
      h(DataTable, {
        caption: 'Periods',
        columns: [
          {title: 'Period', cell: (one) => nameOf(one)},
          {title: 'State', cell: (one) => h(Chip, {tone: TONES[one.state]}, one.state.toLowerCase())},
          {title: 'Closes at (UTC)', cell: (one) => h(Time, {at: one.dueAt})},
          {title: 'Digests', numeric: true, cell: (one) => exact(one.digests)},
          {title: 'Events', numeric: true, cell: (one) => exact(one.events)},
        ],
        rows: pages.rows,
        keyOf,
        selected: chosen && keyOf(chosen),
        onSelect,
        empty: h(Empty, {title: 'No period begins on these days'}, 'A period begins with its first event.'),
      }),
      pages.rows.length > 0 && h(Pager, {more: Boolean(pages.next), shown: pages.rows.length, busy: pages.busy, onMore: pages.more}),
    ),
  );
}

function Period({period}) {
  const [group, setGroup] = useState(null);
  const {period: name, generation} = period;
  const pages = usePages((next) => call('periods show', {period: name, generation, next}), 'groups', [keyOf(period)], SECONDS, group !== null);
  return h(
    Fragment,
    null,
    h(Facts, {
      entries: [
        ['State', h(Chip, {tone: TONES[period.state]}, period.state.toLowerCase())],
        ['From', h(Time, {at: period.start})],
        ['To', h(Time, {at: period.end})],
        ['Closes at', h(Time, {at: period.dueAt})],
      ],
    }),
    h('h3', null, period.state === 'CLOSED' ? 'Digests' : 'Groups so far'),
    h(Answer, {of: pages, what: 'Reading groups'}, () =>
      h(
        Fragment,
        null,
        h(DataTable, {
          caption: 'Groups of the period',
          columns: [
            {title: 'Group', cell: (one) => h(Key, {text: one.group})},
            {title: 'Events', numeric: true, cell: (one) => (one.partial ? 'at least ' : '') + exact(one.events)},
          ],
          rows: pages.rows,
          keyOf: (one) => one.group,
          selected: group,
          onSelect: (one) => setGroup(one.group),
          empty: h(Empty, {title: 'No group yet'}),
        }),
        h(Pager, {more: Boolean(pages.next), shown: pages.rows.length, busy: pages.busy, onMore: pages.more}),
      ),
    ),
    group !== null && h(Digest, {key: group, name, generation, group, closed: period.state === 'CLOSED'}),
  );
}

function Digest({name, generation, group, closed}) {
  const pages = usePages((next) => call('periods members', {period: name, generation, group, next}), 'members', [name, generation, group]);
  return h(Fragment, null, h('h3', null, closed ? 'Digest of ' : 'Events of ', group), h(Events, {pages, what: 'events'}));
}
