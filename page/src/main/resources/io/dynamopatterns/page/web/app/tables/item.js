import {h, useState} from '../lib.js';
import {call} from '../api.js';
import {useChange} from '../change.js';
import {Differences, Item} from '../item/view.js';
import {valuesOf, wordsOf} from '../history/keys.js';
import {Answer, Button, Failure, JsonTree, Tabs, useAnswer} from '../ui.js';
import {keysOf} from './schema.js';

/**
 * One item: its attributes, its typed JSON, and the editor.
 *
 * @param {{table: object, item: object|null, partial: boolean, draft: string|undefined, onDraft: (text: string) => void, onWritten: (item: object) => void}} props
 *   without an item a new one is written; what an index has of an item may be a part of it, so it is read whole; a draft is what was typed into the
 *   editor, which the caller keeps while the editor is closed
 */
export function ItemDetails({table, item, partial, ...editing}) {
  const names = keysOf(table, '').map((key) => key.name);
  const answer = useAnswer(() => (partial ? call('tables get', {table: table.name, key: wordsOf(names, valuesOf(names, item))}) : Promise.resolve({item})), []);
  return item ? h(Answer, {of: answer, what: 'Item'}, (whole) => h(Parts, {table, item: whole.item, ...editing})) : h(Editor, {table, item, ...editing});
}

function Parts({table, item, ...editing}) {
  const [tab, setTab] = useState('attributes');
  const parts = {
    attributes: () => h(Item, {item}),
    json: () => h(JsonTree, {value: item}),
    edit: () => h(Editor, {table, item, ...editing}),
  };
  return h(
    'div',
    null,
    h(
      Tabs,
      {
        label: 'Of this item',
        tabs: [
          {id: 'attributes', title: 'Attributes'},
          {id: 'json', title: 'Typed JSON'},
          {id: 'edit', title: 'Edit'},
        ],
        selected: tab,
        onSelect: setTab,
      },
      parts[tab](),
    ),
  );
}

/** An item as it is edited: the tokens of its writers stay as they are. */
function editable(item) {
  const {writeTokens, ...shown} = item;
  return shown;
}

function isVersioned(item) {
  return item.version?.N !== undefined;
}

/** What a new item begins with: its key. */
function blank(table) {
  return Object.fromEntries(keysOf(table, '').map((key) => [key.name, {[key.type]: ''}]));
}

function Editor({table, item, draft, onDraft, onWritten}) {
  const text = draft ?? JSON.stringify(item ? editable(item) : blank(table), null, 2);
  const change = useChange();
  const [error, setError] = useState(null);
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setError(null);
    setBusy(true);
    try {
      const written = await change('tables put', {table: table.name, item: parsed(text), ...(item && {replaces: item})}, {
        title: item ? 'Write this change?' : 'Write this item?',
        action: !item ? 'Write' : isVersioned(item) ? 'Write the next version' : 'Write these attributes',
        preview: (plan) => h(Differences, {before: item ?? {}, after: plan.item, whole: true}),
      });
      if (written) {
        onWritten(written.item);
      }
    } catch (failed) {
      setError(failed);
    } finally {
      setBusy(false);
    }
  };
  return h(
    'div',
    {class: 'editor'},
    error && h(Failure, {error}),
    error?.conflict && item && h(Current, {table, item, onRead: onWritten}),
    h('label', {class: 'field'}, 'Item as typed JSON', h('textarea', {name: 'item', rows: 16, spellcheck: false, value: text, onInput: (event) => onDraft(event.target.value)})),
    h(
      'p',
      {class: 'note'},
      !item
        ? 'The write is refused if an item of this key exists. The item begins with version 1.'
        : isVersioned(item)
          ? 'The write has a condition: it is refused if the item is no longer the version that you see. The version rises by one.'
          : 'The item has no version. The attributes that you change are written, if all that you see is still stored. What other writers add stays.',
    ),
    h(Button, {kind: 'primary', busy, onClick: save}, 'Save…'),
  );
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch (wrong) {
    throw new Error('This is not JSON: ' + wrong.message);
  }
}

/** After a conflict: the item as it is stored now. What was typed is lost then, so a person asks for it. */
function Current({table, item, onRead}) {
  const [error, setError] = useState(null);
  const names = keysOf(table, '').map((key) => key.name);
  const read = () => call('tables get', {table: table.name, key: wordsOf(names, valuesOf(names, item))}).then((answer) => onRead(answer.item), setError);
  return h('div', {class: 'toolbar'}, h(Button, {onClick: read}, 'Read it again'), error && h(Failure, {error}));
}
