import {Fragment, h, useState} from '../lib.js';
import {call} from '../api.js';
import {stamp} from '../format.js';
import {Answer, Chip, DataTable, Empty, Failure, Pager, Time} from '../ui.js';
import {Actions} from '../change.js';
import {usePages} from '../lists.js';
import {Differences, Item} from '../item/view.js';
import {marksOf, nameOf, stateAfter} from './marks.js';
import {Slider} from './slider.js';

const PAGE = 100;
const SECONDS = 2;

/** One item's history. @param {{table: string, words: string[]}} props the key as `name=value` */
export function ItemHistory({table, words}) {
  const pages = usePages(
    (next) => call('history versions', {table, key: words, limit: PAGE, next}),
    'entries',
    [table, words.join('\n')],
    SECONDS,
  );
  return h(Answer, {of: pages, what: 'Reading the history'}, () =>
    pages.rows.length === 0
      ? h(Empty, {title: 'No change of this key is recorded'}, `Read: ${words.join(' ')} of ${table}. Keys are exact: check capitals and slashes.`)
      : h(Versions, {table, words, pages}),
  );
}

/**
 * Entries come newest first; the slider has the oldest at its left end. What a person has chosen stays chosen, also where newer versions have
 * pushed it out of the page that is loaded: it is held as it was read.
 */
function Versions({table, words, pages}) {
  const [chosen, setChosen] = useState(null);
  const [against, setAgainst] = useState(null);
  const loaded = [...pages.rows].reverse();
  const entries = withHeld(loaded, [chosen, against]);
  const last = entries.length - 1;
  const at = chosen === null ? last : indexOf(entries, chosen.position);
  const entry = entries[at];
  // What precedes an entry is known of those that are loaded.
  const other = against ?? loaded[indexOf(loaded, entry.position) - 1];
  const select = (index) => setChosen(index === last ? null : entries[index]);
  return h(
    Fragment,
    null,
    h(Slider, {entries, at, onMove: select}),
    h(AsOf, {table, words, entries, onFound: select}),
    h(
      'div',
      {class: 'columns'},
      h(
        'section',
        {class: 'card', 'aria-labelledby': 'item-title'},
        h('h2', {id: 'item-title'}, 'Item at ', h(Time, {at: entry.time}), marksOf(entry).map((mark) => h(Mark, {key: mark.word, mark}))),
        entry.tombstone ? h('p', {class: 'note'}, 'The item is deleted at this time.') : entry.newImage ? h(Item, {item: entry.newImage}) : h('p', {class: 'note'}, 'The entry has no image of the item.'),
        h(Restore, {table, words, entry, newest: entries[last], onDone: pages.reload}),
      ),
      h(
        'section',
        {class: 'card', 'aria-labelledby': 'differences-title'},
        h('h2', {id: 'differences-title'}, 'What changed'),
        h(
          'label',
          {class: 'field'},
          'Compared with',
          h(
            'select',
            {value: against?.position ?? '', onChange: (event) => setAgainst(entries.find((one) => one.position === event.target.value) ?? null)},
            h('option', {value: ''}, 'the entry before'),
            [...entries].reverse().map((one) => h('option', {key: one.position, value: one.position}, `${nameOf(one)}, ${stamp(one.time)}`)),
          ),
        ),
        h(Differences, {before: other ? stateAfter(other) : before(entry), after: stateAfter(entry)}),
      ),
    ),
    h('h2', {class: 'section-title'}, 'All versions'),
    h(DataTable, {
      caption: 'Versions of the item, the newest first',
      columns: [
        {title: 'Version', cell: nameOf},
        {title: 'Time (UTC)', cell: (one) => h(Time, {at: one.time})},
        {title: 'Change', cell: (one) => one.eventName.toLowerCase()},
        {title: 'By', cell: (one) => one.actor ?? '–'},
        {title: 'Marks', cell: (one) => marksOf(one).map((mark) => h(Mark, {key: mark.word, mark}))},
      ],
      rows: pages.rows,
      keyOf: (one) => one.position,
      selected: entry.position,
      onSelect: (one) => select(indexOf(entries, one.position)),
    }),
    h(Pager, {more: Boolean(pages.next), shown: pages.rows.length, busy: pages.busy, onMore: pages.more}),
  );
}

/** The loaded entries, and before them those that are held and older. */
function withHeld(loaded, held) {
  const older = new Map(held.filter((one) => one && indexOf(loaded, one.position) < 0).map((one) => [one.position, one]));
  return [...[...older.values()].sort((a, b) => Date.parse(a.time) - Date.parse(b.time)), ...loaded];
}

function indexOf(entries, position) {
  return entries.findIndex((entry) => entry.position === position);
}

/** What the item was before its oldest entry that is shown. */
function before(entry) {
  return entry.oldImage ?? {};
}

function Mark({mark}) {
  return h(Chip, {tone: mark.tone, title: mark.note}, mark.word, h('span', {class: 'hidden'}, `: ${mark.note}`));
}

/** Moves to the version that was valid at a time. */
function AsOf({table, words, entries, onFound}) {
  const [time, setTime] = useState('');
  const [found, setFound] = useState(null);
  const [error, setError] = useState(null);
  const submit = async (event) => {
    event.preventDefault();
    setError(null);
    setFound(null);
    try {
      const answer = await call('history as-of', {table, key: words, at: time});
      const index = indexOf(entries, answer.entry?.position);
      if (index >= 0) {
        onFound(index);
      } else {
        setFound(answer.state === 'UNKNOWN' ? 'The history has no entry up to that time.' : 'That version is older than those shown: press "Show more" below.');
      }
    } catch (failed) {
      setError(failed);
    }
  };
  return h(
    'form',
    {class: 'toolbar', onSubmit: submit},
    h('label', {class: 'field'}, 'As of (UTC)', h('input', {type: 'text', required: true, placeholder: '10:00, -2h, 2026-11-28T10:00Z', value: time, onInput: (event) => setTime(event.target.value)})),
    h('button', {type: 'submit', class: 'button'}, 'Go to this time'),
    found && h('span', {role: 'status'}, found),
    error && h(Failure, {error}),
  );
}

function Restore({table, words, entry, newest, onDone}) {
  if (entry === newest || entry.tombstone || !entry.newImage) {
    return null;
  }
  const restore = async (change) => {
    // The version that the person has seen: what another writer has written since is not overwritten.
    const request = {table, key: words, version: entry.position, expectedVersion: newest.tombstone ? '0' : String(newest.version)};
    const answer = await change('history restore', request, {
      title: `Restore ${nameOf(entry)} of ${stamp(entry.time)}?`,
      action: 'Write this item',
      preview: (plan) =>
        h(
          Fragment,
          null,
          h('p', null, 'A new version is written that differs from the newest one by this. Nothing is removed from the history.'),
          h(Differences, {before: {...plan.removed, ...side(plan.changed, 'from')}, after: {...plan.added, ...side(plan.changed, 'to')}}),
        ),
    });
    return answer && `${answer.outcome.toLowerCase()}: version ${answer.version}`;
  };
  return h(Actions, {actions: [{name: 'Restore this version', run: restore}], onDone});
}

function side(changed, name) {
  return Object.fromEntries(Object.entries(changed ?? {}).map(([attribute, both]) => [attribute, both[name]]));
}
