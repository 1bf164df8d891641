import {Fragment, h} from '../lib.js';
import {call} from '../api.js';
import {Answer, DataTable, Empty, Key, Pager} from '../ui.js';
import {usePages} from '../lists.js';
import {textOf} from '../item/attribute.js';
import {visible} from '../item/view.js';
import {valuesOf} from './keys.js';

const PAGE = 100;
const SECONDS = 5;

/** The items that a table has now, the most often written first: a start for those who know no key. */
export function Items({table, names, onChoose}) {
  const pages = usePages((next) => call('tables scan', {table, limit: PAGE, next}), 'items', [table], SECONDS);
  const rows = pages.rows.map((item) => ({item, values: valuesOf(names, item), version: Number(item.version?.N ?? Number.NaN)}));
  rows.sort((a, b) => (b.version || 0) - (a.version || 0));
  return h(Answer, {of: pages, what: 'Reading items'}, () =>
    h(
      Fragment,
      null,
      h('p', {class: 'lead'}, 'Choose an item, or type the key of one, also of one that is deleted. The most often written are first.'),
      h(DataTable, {
        caption: 'Items, the most often written first',
        columns: [
          ...names.map((name) => ({title: name, cell: (row) => h(Key, {text: row.values[name]})})),
          {title: 'Item now', cell: (row) => h('span', {class: 'excerpt', title: rest(row, names)}, rest(row, names))},
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

/** What an item holds beside its key and version, on one line. */
function rest({item}, names) {
  return Object.entries(visible(item))
    .filter(([name]) => !names.includes(name) && name !== 'version')
    .map(([name, value]) => `${name} ${textOf(value)}`)
    .sort()
    .join(' · ');
}
