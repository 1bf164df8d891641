import {h, useState} from '../lib.js';
import {useStore} from '../store.js';
import {Button} from '../ui.js';
import {Items} from './items.js';
import {namesOf, wordsOf} from './keys.js';
import {recordedTables} from './sources.js';
import {ItemHistory} from './versions.js';

/** Every version of an item: as it was, what changed, and back to it. */
export const history = {
  id: 'history',
  title: 'History',
  section: 'Patterns',
  available: (state) => state.operations.includes('history versions') && recordedTables(state.deployment).length > 0,
  component: History,
};

/** A key is held as the values of its attributes, as people type them. */
function History() {
  const tables = useStore((state) => recordedTables(state.deployment));
  const [chosen, setChosen] = useState(tables[0].name);
  const [values, setValues] = useState(null);
  const table = tables.find((one) => one.name === chosen);
  const names = namesOf(table);
  const choose = (name) => {
    setChosen(name);
    setValues(null);
  };
  return h(
    'div',
    null,
    h(
      'div',
      {class: 'toolbar'},
      h(
        'label',
        {class: 'field'},
        'Table',
        h('select', {value: chosen, onChange: (event) => choose(event.target.value)}, tables.map((one) => h('option', {key: one.name, value: one.name}, one.label))),
      ),
      h(KeyForm, {key: JSON.stringify([chosen, values]), names, values: values ?? {}, onChoose: setValues}),
      values && h(Button, {onClick: () => setValues(null)}, 'All items'),
    ),
    values
      ? h(ItemHistory, {key: JSON.stringify([chosen, values]), table: chosen, words: wordsOf(names, values)})
      : h(Items, {key: chosen, table: chosen, names, onChoose: setValues}),
  );
}

/** A field for each key attribute. @param {{names: string[], values: object, onChoose: (values: object) => void}} props */
function KeyForm({names, values, onChoose}) {
  const [typed, setTyped] = useState(values);
  const submit = (event) => {
    event.preventDefault();
    onChoose(typed);
  };
  return h(
    'form',
    {class: 'toolbar', onSubmit: submit},
    names.map((name) =>
      h(
        'label',
        {class: 'field', key: name},
        name,
        h('input', {
          type: 'text',
          name,
          required: true,
          autocomplete: 'off',
          spellcheck: false,
          value: typed[name] ?? '',
          onInput: (event) => setTyped({...typed, [name]: event.target.value}),
        }),
      ),
    ),
    h('button', {type: 'submit', class: 'button primary'}, 'Show history'),
  );
}
