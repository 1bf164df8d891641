import {h, useState} from '../lib.js';
import {plural} from '../format.js';
import {Chip} from '../ui.js';
import {textOf, typeOf} from './attribute.js';
import {difference, pathText} from './difference.js';

/** What the library keeps in an item for itself. */
const INTERNAL = ['writeTokens', 'counted'];

/** An item without what the library keeps in it for itself. */
export function visible(item) {
  return Object.fromEntries(Object.entries(item ?? {}).filter(([name]) => !INTERNAL.includes(name)));
}

/** An item's attributes with their types. @param {{item: object}} props an item as typed JSON */
export function Item({item}) {
  const [all, setAll] = useState(false);
  const shown = all ? item : visible(item);
  const hidden = Object.keys(item).length - Object.keys(visible(item)).length;
  return h(
    'div',
    null,
    h(
      'table',
      {class: 'attributes'},
      h('thead', {class: 'hidden'}, h('tr', null, ['Attribute', 'Type', 'Value'].map((title) => h('th', {scope: 'col', key: title}, title)))),
      h(
        'tbody',
        null,
        Object.keys(shown)
          .sort()
          .map((name) =>
            h('tr', {key: name}, h('th', {scope: 'row'}, name), h('td', null, h('span', {class: 'type'}, typeOf(shown[name]))), h('td', {class: 'wide'}, textOf(shown[name]))),
          ),
      ),
    ),
    hidden > 0 &&
      h('button', {type: 'button', class: 'link', 'aria-expanded': all, onClick: () => setAll(!all)}, all ? 'Hide internal attributes' : `Show ${plural(hidden, 'internal attribute')}`),
  );
}

const SIGNS = {added: '+', removed: '−', changed: '~'};
const TONES = {added: 'good', removed: 'bad', changed: 'warm'};

/**
 * What differs between two items: by sign, word and colour.
 *
 * @param {{before: object, after: object, whole?: boolean}} props items as typed JSON; {} where there is none; whole: with what the library keeps in
 *   them for itself, as where a person writes these attributes
 */
export function Differences({before, after, whole = false}) {
  const found = whole ? difference(before, after) : difference(visible(before), visible(after));
  if (found.length === 0) {
    return h('p', {class: 'note'}, 'No attribute differs.');
  }
  return h(
    'ul',
    {class: 'differences'},
    found.map((one) =>
      h(
        'li',
        {key: pathText(one.path), class: one.kind},
        h('span', {class: 'sign', 'aria-hidden': 'true'}, SIGNS[one.kind]),
        h(Chip, {tone: TONES[one.kind]}, one.kind),
        h('span', {class: 'path'}, pathText(one.path)),
        one.before !== undefined && h('del', null, textOf(one.before)),
        one.kind === 'changed' && h('span', {class: 'arrow-sign', 'aria-label': 'became'}, '→'),
        one.after !== undefined && h('ins', null, textOf(one.after)),
      ),
    ),
  );
}
