import {childrenOf, same, typeOf} from './attribute.js';

/**
 * What differs between two states of an item, attribute by attribute. Maps and lists are entered, so that one changed element of a large
 * list is one line. An item that does not exist is `{}`.
 *
 * @returns a list of `{path, kind, before, after}`; kind is `added`, `removed` or `changed`
 */
export function difference(before, after) {
  const found = [];
  compareMembers([], Object.entries(before ?? {}), Object.entries(after ?? {}), found);
  return found;
}

function compareMembers(path, before, after, found) {
  const old = new Map(before);
  const young = new Map(after);
  const names = [...new Set([...old.keys(), ...young.keys()])];
  names.sort((a, b) => (typeof a === 'number' ? a - b : a < b ? -1 : Number(a > b)));
  for (const name of names) {
    compareValues([...path, name], old.get(name), young.get(name), found);
  }
}

function compareValues(path, before, after, found) {
  if (before === undefined) {
    found.push({path, kind: 'added', after});
  } else if (after === undefined) {
    found.push({path, kind: 'removed', before});
  } else if (!same(before, after)) {
    const entered = typeOf(before) === typeOf(after) && childrenOf(before) !== null;
    if (entered) {
      compareMembers(path, childrenOf(before), childrenOf(after), found);
    } else {
      found.push({path, kind: 'changed', before, after});
    }
  }
}

/** A path as people write it: `lines[0].price`; a name that is not an identifier is in quotation marks. */
export function pathText(path) {
  return path
    .map((step, index) => {
      if (typeof step === 'number') {
        return `[${step}]`;
      }
      const name = /^[A-Za-z_][\w-]*$/.test(step) ? step : JSON.stringify(step);
      return index === 0 ? name : `.${name}`;
    })
    .join('');
}
