import {Fragment, h, useState} from '../lib.js';
import {call} from '../api.js';
import {Answer, DataTable, Empty, Key, Pager} from '../ui.js';
import {usePages} from '../lists.js';
import {textOf} from '../item/attribute.js';
import {visible} from '../item/view.js';
import {valuesOf} from './keys.js';

const PAGE = 100;
const SECONDS = 5;
/** Each write raises an item's version by one. */
const WRITES = 'writes';

/** The items that a table has now, ordered by how often they were written or by a number that they hold: a start where no key is known. */
export function Items({table, names, onChoose}) {
  const pages = usePages((next) => call('tables scan', {table, limit: PAGE, next}), 'items', [table], SECONDS);
  const rows = pages.rows.map((item) => ({item, values: valuesOf(names, item), version: Number(item.version?.N ?? Number.NaN), figures: figuresOf(item, names)}));
  const [order, setOrder] = useState(WRITES);
  const figures = [...new Set(rows.flatMap((row) => Object.keys(row.figures)))].sort();
  rows.sort((a, b) => valueOf(b, order) - valueOf(a, order));
  return h(Answer, {of: pages, what: 'Reading items'}, () =>
    h(
      Fragment,
      null,
      h('p', {class: 'lead'}, 'Choose an item, or type the key of one, also of one that is deleted.'),
      h(
        'div',
        {class: 'toolbar'},
        h(
          'label',
          {class: 'field'},
          'First those with the most',
          h('select', {value: order, onChange: (event) => setOrder(event.target.value)}, [WRITES, ...figures].map((name) => h('option', {key: name, value: name}, name))),
        ),
      ),
      h(DataTable, {
        caption: `Items, those with the most ${order} first`,
        columns: [
          ...names.map((name) => ({title: name, cell: (row) => h(Key, {text: row.values[name]})})),
          {title: 'Item now', cell: (row) => h('span', {class: 'excerpt', title: rest(row, names)}, rest(row, names))},
          ...(order === WRITES ? [] : [{title: order, numeric: true, cell: (row) => row.item[order]?.N ?? '–'}]),
          {title: 'Writes', numeric: true, cell: (row) => (Number.isNaN(row.version) ? '–' : row.version)},
        ],
        rows,
        keyOf: (row) => JSON.stringify(row.values),
        onSelect: (row) => onChoose(row.values),
        empty: h(Empty, {title: 'The table has no item now'}, 'A deleted item has a history as well: type its key above.'),
      }),
      pages.rows.length > 0 && h(Pager, {more: Boolean(pages.next), shown: rows.length, busy: pages.busy, onMore: pages.more}),
    ),
  );
}

function figuresOf(item, names) {
  return Object.fromEntries(
    Object.entries(visible(item))
      .filter(([name, value]) => value.N !== undefined && name !== 'version' && !names.includes(name))
      .map(([name, value]) => [name, Number(value.N)]),
  );
}

function valueOf(row, order) {
  return (order === WRITES ? row.version : row.figures[order]) || 0;
}

/** What an item holds beside its key and version, on one line. */
function rest({item}, names) {
  return Object.entries(visible(item))
    .filter(([name]) => !names.includes(name) && name !== 'version')
    .map(([name, value]) => `${name} ${textOf(value)}`)
    .sort()
    .join(' · ');
}
