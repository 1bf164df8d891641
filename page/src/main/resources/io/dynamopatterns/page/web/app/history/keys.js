import {textOf} from '../item/attribute.js';

/**
 * A key as the operations take it: `name=value` for each attribute, so that no value is taken for a name.
 *
 * @param {string[]} names of the key attributes
 * @param {Object<string, string>} values as they were typed
 */
export function wordsOf(names, values) {
  return names.map((name) => `${name}=${values[name] ?? ''}`);
}

/** The values of an item's key as people type them. @param {string[]} names @param {object} item as typed JSON */
export function valuesOf(names, item) {
  return Object.fromEntries(names.map((name) => [name, typed(item[name])]));
}

function typed(value) {
  return value?.S ?? value?.N ?? value?.B ?? textOf(value);
}

/** The key attributes of a table of the deployment's graph: `Partition key: path (S)`. */
export function namesOf(table) {
  return ['Partition key', 'Sort key'].map((name) => table.settings[name]).filter(Boolean).map((text) => text.replace(/ \([SNB]\)$/, ''));
}

/** The words of a key that was typed into one field: `/index.html`, or `user=7 order=9`. Spaces within a value stay. */
export function wordsOfText(text) {
  const trimmed = text.trim();
  if (trimmed === '') {
    return [];
  }
  return /^[\w.-]+=/.test(trimmed) ? trimmed.split(/\s+(?=[\w.-]+=)/) : [trimmed];
}
