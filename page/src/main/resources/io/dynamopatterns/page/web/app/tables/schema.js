/** What a table's key and indexes are called, from its node in the graph. Everything here is pure. */

const MOST_COLUMNS = 6;

/** The names of a table's indexes. @param {{settings: Object<string, string>}} table */
export function indexesOf(table) {
  return Object.keys(table.settings)
    .filter((name) => name.startsWith('Index '))
    .map((name) => name.slice('Index '.length));
}

/**
 * The key attributes of a table or of one of its indexes, the partition key first.
 *
 * @param {{settings: Object<string, string>}} table
 * @param {string} index '' for the table
 * @returns {{name: string, type: string}[]}
 */
export function keysOf(table, index) {
  const texts = index === '' ? [table.settings['Partition key'], table.settings['Sort key']] : table.settings['Index ' + index].split(', ');
  return texts.filter(Boolean).map((text) => {
    const [, name, type] = /^(.*) \(([SNB])\)$/.exec(text) ?? [null, text, 'S'];
    return {name, type};
  });
}

/** The operation that reads what was asked for. @param {{name: string}} table @param {{index: string, partition: string, beginsWith: string}} asked */
export function requestOf(table, asked) {
  const request = {table: table.name, limit: 50, ...(asked.index && {index: asked.index})};
  return asked.partition === ''
    ? {operation: 'tables scan', request}
    : {operation: 'tables query', request: {...request, partition: asked.partition, ...(asked.beginsWith && {beginsWith: asked.beginsWith})}};
}

/** The key attributes, then those that most items have. @param {string[]} keys @param {object[]} items */
export function columnsOf(keys, items) {
  const found = new Map();
  for (const item of items) {
    for (const name of Object.keys(item)) {
      found.set(name, (found.get(name) ?? 0) + 1);
    }
  }
  const others = [...found].filter(([name]) => !keys.includes(name)).sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  return [...keys, ...others.map(([name]) => name)].slice(0, Math.max(MOST_COLUMNS, keys.length));
}

/** A key as text, its values as they are. @param {string[]} keys @param {object} item as typed JSON */
export function keyText(keys, item) {
  return keys.map((key) => String(Object.values(item[key] ?? {'': ''})[0])).join(' · ');
}
