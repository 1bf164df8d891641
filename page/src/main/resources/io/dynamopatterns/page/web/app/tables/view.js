import {h, useState} from '../lib.js';
import {call} from '../api.js';
import {textOf} from '../item/attribute.js';
import {visible} from '../item/view.js';
import {usePages} from '../lists.js';
import {Split} from '../split.js';
import {useStore} from '../store.js';
import {Button, DataTable, Empty, Failure, Key, Loading, Pager} from '../ui.js';
import {columnsOf, indexesOf, keyText, keysOf, requestOf} from './schema.js';
import {ItemDetails} from './item.js';

/** Browse the items of any table or index, and edit one. */
export const tables = {
  id: 'tables',
  title: 'Tables',
  section: 'Overview',
  available: (state) => state.live && state.operations.includes('tables scan'),
  component: Tables,
};

function Tables() {
  const deployment = useStore((state) => state.deployment);
  const all = deployment.nodes.filter((node) => node.kind === 'TABLE');
  const [name, setName] = useState(all[0]?.name);
  const table = all.find((one) => one.name === name);
  if (!table) {
    return h(Empty, {title: 'The deployment has no table'});
  }
  return h(
    'div',
    {class: 'tables'},
    h(Browser, {
      key: table.name,
      table,
      choice: h(
        'label',
        {class: 'field'},
        'Table',
        h('select', {name: 'table', value: table.name, onChange: (event) => setName(event.target.value)}, all.map((one) => h('option', {key: one.name, value: one.name}, one.label))),
      ),
    }),
  );
}

function Browser({table, choice}) {
  const indexes = indexesOf(table);
  const [draft, setDraft] = useState({index: '', partition: '', beginsWith: ''});
  const [asked, setAsked] = useState(draft);
  const [chosen, setChosen] = useState(null);
  const [drafts, setDrafts] = useState({});
  const set = (change) => setDraft({...draft, ...change});
  const keys = keysOf(table, draft.index);
  const {operation, request} = requestOf(table, asked);
  const pages = usePages((next) => call(operation, {...request, next}), 'items', [table.name, asked], 5);
  const names = keysOf(table, '').map((key) => key.name);
  const read = (event) => {
    event.preventDefault();
    setChosen(null);
    setAsked(draft);
  };
  const list = h(
    'div',
    null,
    h(
      'form',
      {class: 'toolbar', onSubmit: read},
      choice,
      indexes.length > 0 &&
        h(
          'label',
          {class: 'field'},
          'Read from',
          h('select', {name: 'index', value: draft.index, onChange: (event) => set({index: event.target.value})}, h('option', {value: ''}, 'the table'), indexes.map((index) => h('option', {key: index, value: index}, 'index ' + index))),
        ),
      h('label', {class: 'field'}, `${keys[0].name} (${keys[0].type})`, h('input', {type: 'text', name: 'partition', value: draft.partition, placeholder: 'all items', onInput: (event) => set({partition: event.target.value})})),
      keys[1] &&
        keys[1].type !== 'N' &&
        h('label', {class: 'field'}, `${keys[1].name} begins with`, h('input', {type: 'text', name: 'beginsWith', value: draft.beginsWith, disabled: draft.partition === '', onInput: (event) => set({beginsWith: event.target.value})})),
      h(Button, {kind: 'primary', type: 'submit'}, draft.partition === '' ? 'Scan' : 'Query'),
      h(Button, {onClick: () => setChosen({create: true})}, 'New item'),
    ),
    pages.loading
      ? h(Loading, {what: 'Items'})
      : h(DataTable, {
          caption: `Items of ${table.name}`,
          rows: pages.rows,
          keyOf: (item) => keyText(names, item),
          selected: chosen?.item && keyText(names, chosen.item),
          onSelect: (item) => setChosen({item}),
          empty: !pages.error && h(Empty, {title: asked.partition === '' ? 'The table has no items' : 'No item has this key'}),
          columns: columnsOf(names, pages.rows.map(visible)).map((column, i) => ({
            title: column,
            numeric: pages.rows.some((item) => item[column]?.N !== undefined),
            sort: (item) => (item[column]?.N !== undefined ? Number(item[column].N) : item[column] && textOf(item[column])),
            cell: (item) => (item[column] === undefined ? '' : i < names.length ? h(Key, {text: keyText([column], item)}) : textOf(item[column])),
          })),
        }),
    pages.rows.length > 0 && h(Pager, {more: Boolean(pages.next), shown: pages.rows.length, busy: pages.busy, onMore: pages.more}),
    pages.error && h(Failure, {error: pages.error, retry: pages.reload, late: true}),
  );
  const id = chosen?.create ? 'new' : JSON.stringify(chosen?.item);
  return h(Split, {
    title: chosen?.create ? 'New item' : chosen ? keyText(names, chosen.item) : '',
    list,
    details:
      chosen &&
      h(ItemDetails, {
        key: id,
        table,
        item: chosen.item ?? null,
        partial: Boolean(chosen.item) && asked.index !== '',
        draft: drafts[id],
        onDraft: (text) => setDrafts((before) => ({...before, [id]: text})),
        onWritten: (item) => {
          setDrafts((before) => ({...before, [id]: undefined}));
          setChosen({item});
          pages.reload();
        },
      }),
    onClose: () => setChosen(null),
  });
}
