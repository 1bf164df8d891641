import {Fragment, h, useEffect, useId, useRef, useState} from './lib.js';
import {ago, exact, stamp} from './format.js';
import {digitsOf, exactly, isWhole} from './json.js';
import {useLive} from './store.js';

/**
 * The parts that views are made of. Text is always a text node: no part takes HTML.
 */

/** While something loads. @param {{what?: string}} props */
export function Loading({what = 'Loading'}) {
  return h('p', {class: 'loading', role: 'status'}, h('span', {class: 'spinner', 'aria-hidden': 'true'}), what, '…');
}

/** Nothing to show, and why. */
export function Empty({title, children}) {
  return h('div', {class: 'empty'}, h('p', {class: 'empty-title'}, title), children && h('p', null, children));
}

/**
 * An error with its message as the server wrote it. One that comes later than what it is about is placed after that, at the lower edge of what can
 * be seen: nothing moves away from under the mouse.
 *
 * @param {{error: Error, retry?: () => void, late?: boolean}} props
 */
export function Failure({error, retry, late}) {
  return h(
    'div',
    {class: late ? 'failure late' : 'failure', role: 'alert'},
    h('p', null, error.message),
    retry && h(Button, {onClick: retry}, 'Try again'),
  );
}

/** @param {{kind?: 'plain'|'primary'|'danger', busy?: boolean}} props beside those of a button */
export function Button({kind = 'plain', busy = false, children, ...rest}) {
  return h('button', {type: 'button', class: `button ${kind}`, ...rest, disabled: rest.disabled || busy, 'aria-busy': busy}, children);
}

/** A short word with a colour; the word says it all, the colour only helps. */
export function Chip({tone = 'plain', children, ...rest}) {
  return h('span', {class: `chip ${tone}`, ...rest}, children);
}

/** A time in UTC with its age as the tooltip. */
export function Time({at}) {
  if (!at) {
    return '–';
  }
  return h('time', {dateTime: new Date(at).toISOString(), title: ago(at, Date.now())}, stamp(at));
}

/** A key or name that may be long: cut by the width, whole in the tooltip and when it is selected. */
export function Key({text}) {
  return h('span', {class: 'key', title: text}, text);
}

/**
 * Tabs of one view, and what the chosen one shows.
 *
 * @param {{label: string, tabs: {id: string, title: string, count?: number}[], selected: string, onSelect: (id: string) => void, panelClass?: string, children: any}} props
 */
export function Tabs({label, tabs, selected, onSelect, panelClass, children}) {
  const own = useId();
  const move = (event) => {
    const at = tabs.findIndex((tab) => tab.id === selected);
    const to = {ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1}[event.key];
    if (to !== undefined) {
      event.preventDefault();
      const tab = tabs[(to + tabs.length) % tabs.length];
      onSelect(tab.id);
      event.currentTarget.querySelector(`[data-tab="${CSS.escape(tab.id)}"]`)?.focus();
    }
  };
  return h(
    Fragment,
    null,
    h(
      'div',
      {class: 'tabs', role: 'tablist', 'aria-label': label, onKeyDown: move},
      tabs.map((tab) =>
        h(
          'button',
          {
            key: tab.id,
            type: 'button',
            role: 'tab',
            id: `${own}-${tab.id}`,
            'data-tab': tab.id,
            'aria-selected': tab.id === selected,
            'aria-controls': `${own}-panel`,
            tabIndex: tab.id === selected ? 0 : -1,
            onClick: () => onSelect(tab.id),
          },
          tab.title,
          tab.count !== undefined && h('span', {class: 'count'}, exact(tab.count)),
        ),
      ),
    ),
    h('div', {class: panelClass, role: 'tabpanel', id: `${own}-panel`, 'aria-labelledby': `${own}-${selected}`, tabIndex: 0}, children),
  );
}

/**
 * The rows that are shown. While the mouse is over them none appears, goes or moves, so that a click hits the row that it was aimed at; their content
 * is that of now. A key releases them: they may be sorted by the keyboard.
 *
 * @returns {{shown: any[], newer: boolean, handlers: object}} newer: whether there are other rows by now
 */
function useHeld(rows, keyOf) {
  const over = useRef(false);
  const shown = useRef(rows);
  const [, draw] = useState(0);
  const release = () => {
    if (over.current) {
      over.current = false;
      draw((times) => times + 1);
    }
  };
  useEffect(() => {
    addEventListener('keydown', release, true);
    return () => removeEventListener('keydown', release, true);
  }, []);
  if (over.current && shown.current.length > 0) {
    const now = new Map(rows.map((row) => [keyOf(row), row]));
    shown.current = shown.current.map((row) => now.get(keyOf(row)) ?? row);
  } else {
    shown.current = rows;
  }
  const hold = (event) => {
    over.current ||= event.pointerType === 'mouse';
  };
  const keys = (some) => some.map(keyOf).join('\n');
  return {
    shown: shown.current,
    newer: over.current && keys(shown.current) !== keys(rows),
    handlers: {onPointerEnter: hold, onPointerMove: hold, onPointerLeave: release},
  };
}

/**
 * A table of rows. A row that can be chosen has a button in its first column.
 *
 * @param {object} props
 * @param {string} props.caption for screen readers
 * @param {{title: string, cell: (row: any) => any, numeric?: boolean, wide?: boolean, sort?: (row: any) => number|string}[]} props.columns
 *   with `sort` its heading sorts the rows that are shown by this value
 * @param {any[]} props.rows
 * @param {(row: any) => string} props.keyOf
 * @param {(row: any) => void} [props.onSelect]
 * @param {string} [props.selected] key of the chosen row
 * @param {any} [props.empty] shown instead of no rows
 */
export function DataTable({caption, columns, rows, keyOf, onSelect, selected, empty}) {
  const [order, setOrder] = useState(null);
  const by = columns.find((column) => column.sort && column.title === order?.title)?.sort;
  const sorted = by ? [...rows].sort((a, b) => compare(by(a), by(b)) * (order.down ? -1 : 1)) : rows;
  const {shown, newer, handlers} = useHeld(sorted, keyOf);
  if (shown.length === 0 && empty) {
    return empty;
  }
  return h(
    'div',
    {class: 'table-box'},
    newer && h('p', {class: 'held'}, 'Newer rows are shown when the mouse leaves the table'),
    h(
      'table',
      null,
      h('caption', {class: 'hidden'}, caption),
      h('thead', null, h('tr', null, columns.map((column) => h(Heading, {key: column.title, column, order, onOrder: setOrder})))),
      h(
        'tbody',
        handlers,
        shown.map((row) => {
          const key = keyOf(row);
          return h(
            'tr',
            {key, class: key === selected ? 'selected' : undefined, onClick: onSelect && (() => onSelect(row))},
            columns.map((column, i) =>
              h(
                'td',
                {key: column.title, class: [column.numeric && 'numeric', column.wide && 'wide'].filter(Boolean).join(' ') || undefined},
                i === 0 && onSelect
                  ? h(
                      'button',
                      {
                        type: 'button',
                        class: 'row-button',
                        'aria-pressed': key === selected,
                        onClick: (event) => {
                          event.stopPropagation();
                          onSelect(row);
                        },
                      },
                      column.cell(row),
                    )
                  : column.cell(row),
              ),
            ),
          );
        }),
      ),
    ),
  );
}

/** The largest first, then the smallest, then as the rows came. */
function Heading({column, order, onOrder}) {
  const own = order?.title === column.title ? order : null;
  const next = !own ? {title: column.title, down: true} : own.down ? {title: column.title, down: false} : null;
  return h(
    'th',
    {scope: 'col', class: column.numeric ? 'numeric' : undefined, 'aria-sort': own ? (own.down ? 'descending' : 'ascending') : undefined},
    column.sort ? h('button', {type: 'button', class: 'sort', onClick: () => onOrder(next)}, column.title, h('span', {'aria-hidden': 'true'}, own ? (own.down ? ' ↓' : ' ↑') : '')) : column.title,
  );
}

/** Numbers by size, text by its characters, what is missing last. */
function compare(a, b) {
  if (a === undefined || b === undefined) {
    return a === b ? 0 : a === undefined ? -1 : 1;
  }
  return typeof a === 'number' && typeof b === 'number' ? a - b : String(a) < String(b) ? -1 : Number(String(a) > String(b));
}

/** The end of a list that comes in pages. @param {{more: boolean, shown: number, busy: boolean, onMore: () => void}} props */
export function Pager({more, shown, busy, onMore}) {
  return h(
    'p',
    {class: 'pager'},
    h('span', {role: 'status'}, `${exact(shown)} shown${more ? '' : ', that is all'}`),
    more && h(Button, {busy, onClick: onMore}, 'Show more'),
  );
}

const MOST_MEMBERS = 100;

/** Any JSON, indented and coloured by type. Large lists and objects show their first members. */
export function JsonTree({value}) {
  return h('pre', {class: 'json', tabIndex: 0}, h(JsonValue, {value, indent: 0}));
}

function JsonValue({value, indent}) {
  const [all, setAll] = useState(false);
  const digits = digitsOf(value);
  if (digits !== undefined) {
    return h('span', {class: 'json-number'}, digits);
  }
  if (value === null || typeof value !== 'object') {
    const type = value === null ? 'null' : typeof value;
    return h('span', {class: 'json-' + type}, JSON.stringify(value));
  }
  const list = Array.isArray(value);
  const entries = Object.entries(value);
  if (entries.length === 0) {
    return list ? '[]' : '{}';
  }
  const shown = all ? entries : entries.slice(0, MOST_MEMBERS);
  const pad = '  '.repeat(indent + 1);
  return h(
    Fragment,
    null,
    list ? '[' : '{',
    shown.map(([name, member], i) => [
      '\n' + pad,
      !list && [h('span', {class: 'json-name'}, JSON.stringify(name)), ': '],
      h(JsonValue, {value: member, indent: indent + 1}),
      i < entries.length - 1 && ',',
    ]),
    shown.length < entries.length && [
      '\n' + pad,
      h('button', {type: 'button', class: 'link', onClick: () => setAll(true)}, `${exact(entries.length - shown.length)} more`),
    ],
    '\n' + '  '.repeat(indent),
    list ? ']' : '}',
  );
}

/** Text that is JSON as a tree with all its digits. Other text as it is, also JSON that a tree would not show whole. */
export function Payload({text}) {
  try {
    const value = exactly(text);
    if (isWhole(value, text)) {
      return h(JsonTree, {value});
    }
  } catch {
    // It is shown as text.
  }
  return h('pre', {class: 'json', tabIndex: 0}, text);
}

/** Names and values. @param {{entries: [string, any][]}} props */
export function Facts({entries}) {
  return h(
    'dl',
    {class: 'facts'},
    entries.map(([name, value]) => [h('dt', {key: name}, name), h('dd', null, value)]),
  );
}

/**
 * Asks the server now, every few seconds, and when an input changes.
 *
 * @param {() => Promise<any>} ask
 * @param {any[]} inputs
 * @param {number} [seconds] 0: only when an input changes
 * @returns {{answer: any, error: Error|null, loading: boolean, reload: () => void}}
 */
export function useAnswer(ask, inputs, seconds = 0) {
  const [state, setState] = useState({answer: null, error: null, loading: true});
  const asked = useRef(0);
  const load = () => {
    const mine = ++asked.current;
    ask().then(
      (answer) => mine === asked.current && setState({answer, error: null, loading: false}),
      (error) => mine === asked.current && setState((before) => ({answer: before.answer, error, loading: false})),
    );
  };
  useEffect(() => {
    setState({answer: null, error: null, loading: true});
    return () => {
      // A late answer to the request before is not shown.
      asked.current++;
    };
  }, inputs);
  useLive(load, seconds || 1e6, inputs);
  return {...state, reload: load};
}

/** Draws what {@link useAnswer} has: loading, an error, or the answer. */
export function Answer({of, what, children}) {
  if (of.error && !of.answer) {
    return h(Failure, {error: of.error, retry: of.reload});
  }
  if (!of.answer) {
    return h(Loading, {what});
  }
  return h(Fragment, null, children(of.answer), of.error && h(Failure, {error: of.error, retry: of.reload, late: true}));
}

let ask = null;
let asking = false;

/**
 * Asks before something is changed. One question at a time: while it is open, another one is answered with false, as no person has read it.
 *
 * @param {{title: string, body?: any, action: string, danger?: boolean}} question
 * @returns {Promise<boolean>}
 */
export function confirm(question) {
  if (!ask || asking) {
    return Promise.resolve(false);
  }
  asking = true;
  return new Promise((resolve) => ask({...question, resolve}));
}

/** Where {@link confirm} asks; the shell has one. */
export function Confirmation() {
  const [question, setQuestion] = useState(null);
  const dialog = useRef(null);
  ask = setQuestion;
  useEffect(() => {
    if (question) {
      dialog.current.showModal();
      dialog.current.querySelector('[data-cancel]').focus();
    }
  }, [question]);
  if (!question) {
    return null;
  }
  const answer = (yes) => {
    dialog.current.close();
    setQuestion(null);
    asking = false;
    question.resolve(yes);
  };
  return h(
    'dialog',
    {ref: dialog, 'aria-labelledby': 'question', onCancel: (event) => {
      event.preventDefault();
      answer(false);
    }},
    h('h2', {id: 'question'}, question.title),
    question.body && h('div', {class: 'dialog-body'}, question.body),
    h(
      'div',
      {class: 'dialog-actions'},
      h(Button, {'data-cancel': true, onClick: () => answer(false)}, 'Cancel'),
      h(Button, {kind: question.danger ? 'danger' : 'primary', 'data-confirm': true, onClick: () => answer(true)}, question.action),
    ),
  );
}
