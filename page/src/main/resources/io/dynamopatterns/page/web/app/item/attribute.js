/** Attributes as DynamoDB's typed JSON writes them: `{"S": "text"}`, `{"N": "12"}`, `{"M": {...}}`. */

const SETS = ['SS', 'NS', 'BS'];

/** The type of a typed value: the name of its only member. */
export function typeOf(value) {
  return Object.keys(value ?? {})[0] ?? '';
}

/** The attributes or elements of a map or a list, as pairs of a name and a typed value; null for a scalar. */
export function childrenOf(value) {
  switch (typeOf(value)) {
    case 'M':
      return Object.entries(value.M).sort(([a], [b]) => compare(a, b));
    case 'L':
      return value.L.map((element, index) => [index, element]);
    default:
      return null;
  }
}

/** A value on one line. Text is in quotation marks, so that "1" and 1 look different. */
export function textOf(value) {
  const type = typeOf(value);
  if (type === 'S') {
    return JSON.stringify(value.S);
  }
  if (type === 'N') {
    return value.N;
  }
  if (type === 'BOOL') {
    return String(value.BOOL);
  }
  if (type === 'NULL') {
    return 'null';
  }
  if (type === 'B') {
    return `binary ${value.B}`;
  }
  if (SETS.includes(type)) {
    const members = [...value[type]].sort(compare);
    return `{${members.map((member) => textOf({[type[0]]: member})).join(', ')}}`;
  }
  if (type === 'M') {
    return `{${childrenOf(value)
      .map(([name, child]) => `${JSON.stringify(name)}: ${textOf(child)}`)
      .join(', ')}}`;
  }
  return type === 'L' ? `[${value.L.map(textOf).join(', ')}]` : '';
}

/** Whether two typed values are equal. Sets have no order. */
export function same(a, b) {
  return typeOf(a) === typeOf(b) && textOf(a) === textOf(b);
}

function compare(a, b) {
  return a < b ? -1 : Number(a > b);
}
