import {Fragment, h, useEffect, useRef, useState} from '../lib.js';
import {ofNode} from '../api.js';
import {bytes, clock, dollars, duration, exact} from '../format.js';
import {useStore} from '../store.js';
import {Answer, Button, Chip, DataTable, Empty, Facts, Failure, Payload, Tabs, useAnswer} from '../ui.js';
import {KINDS} from './kinds.js';

const FIGURES = {
  invocations: 'Invocations',
  failures: 'Failures',
  milliseconds: 'Time in invocations',
  writes: 'Writes',
  reads: 'Reads',
  writeUnits: 'Write units',
  readUnits: 'Read units',
  cost: 'Cost so far',
  items: 'Items',
  changes: 'Changes',
  records: 'Records',
  waiting: 'Waiting',
  deadLetters: 'Dead letters',
  events: 'Events',
  runs: 'Runs',
};

/** What is known of one resource. */
export function Panel({node, deployment, figures, onClose, onChoose}) {
  const live = useStore((state) => state.live);
  const kind = KINDS[node.kind];
  const tabs = [
    {id: 'overview', title: 'Overview'},
    ...(node.kind === 'FUNCTION'
      ? [
          {id: 'invocations', title: 'Invocations'},
          ...(live ? [{id: 'logs', title: 'Logs'}, {id: 'records', title: 'Records'}] : []),
          {id: 'permissions', title: 'Permissions'},
        ]
      : []),
  ];
  const [tab, setTab] = useState('overview');
  const [request, setRequest] = useState(null);
  const panel = useRef(null);
  useEffect(() => {
    const before = document.activeElement;
    panel.current.focus();
    // The focus goes back to the box that was chosen.
    return () => before?.focus?.();
  }, []);
  const showLogs = (requestId) => {
    setRequest(requestId);
    setTab('logs');
  };
  const parts = {
    overview: () => h(Overview, {node, deployment, figures, live, onChoose}),
    invocations: () => h(Invocations, {node, live, onLogs: showLogs}),
    logs: () => h(Logs, {node, request, onAll: () => setRequest(null)}),
    records: () => h(Records, {node}),
    permissions: () => h(Permissions, {node, live}),
  };
  return h(
    'aside',
    {
      class: 'panel',
      ref: panel,
      tabIndex: -1,
      'aria-label': `${kind.word} ${node.label}`,
      onKeyDown: (event) => event.key === 'Escape' && onClose(),
    },
    h(
      'header',
      null,
      h('div', {class: 'panel-title'}, h(Chip, null, kind.word), h('h2', null, node.label)),
      h('button', {type: 'button', class: 'icon', 'aria-label': 'Close', onClick: onClose}, '✕'),
    ),
    tabs.length > 1
      ? h(Tabs, {label: 'Of this resource', tabs, selected: tab, onSelect: setTab, panelClass: 'panel-body'}, parts[tab]())
      : h('div', {class: 'panel-body'}, parts[tab]()),
  );
}

function figure(name, value) {
  if (name === 'cost') {
    return dollars(value);
  }
  return name === 'milliseconds' ? duration(value) : exact(Math.round(value * 10) / 10);
}

function Overview({node, deployment, figures, live, onChoose}) {
  const own = Object.entries(figures.nodes[node.id] ?? {}).filter(([name]) => FIGURES[name]);
  const labels = new Map(deployment.nodes.map((one) => [one.id, one.label]));
  const edges = deployment.edges.filter((edge) => edge.from === node.id || edge.to === node.id);
  return h(
    Fragment,
    null,
    h('p', {class: 'full-name'}, node.name),
    own.length > 0 && h(Facts, {entries: own.map(([name, value]) => [FIGURES[name], figure(name, value)])}),
    Object.keys(node.settings).length > 0 &&
      h(Fragment, null, h('h3', null, 'Settings'), h(Facts, {entries: Object.entries(node.settings).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : String(value)])})),
    live && node.kind === 'FUNCTION' && h(Environment, {node}),
    // Last: a connection appears when it is first used.
    edges.length > 0 &&
      h(
        Fragment,
        null,
        h('h3', null, 'Connections'),
        h(
          'ul',
          {class: 'connections'},
          edges.map((edge) => {
            const other = edge.from === node.id ? edge.to : edge.from;
            const counted = figures.edges[edge.id] ?? {};
            return h(
              'li',
              {key: edge.id},
              h('span', {class: 'relation'}, relation(edge, node)),
              ' ',
              h('button', {type: 'button', class: 'link', onClick: () => onChoose(other)}, labels.get(other) ?? other),
              Object.entries(counted)
                .filter(([, value]) => value > 0)
                .map(([name, value]) => h(Chip, {key: name, tone: name === 'failures' || name === 'givenUp' ? 'bad' : 'plain'}, `${exact(value)} ${words(edge, name)}`)),
              Object.keys(edge.settings).length > 0 &&
                h('details', null, h('summary', null, 'Settings'), h(Facts, {entries: Object.entries(edge.settings).map(([name, value]) => [name, String(value)])})),
            );
          }),
        ),
      ),
  );
}

const WORDS = {records: 'records', lag: 'waiting', failures: 'failed invocations', filtered: 'filtered', givenUp: 'given up on'};

function words(edge, name) {
  const calls = edge.relation === 'READS' || edge.relation === 'WRITES';
  return calls && name === 'records' ? 'calls' : (WORDS[name] ?? name);
}

function relation(edge, node) {
  const out = edge.from === node.id;
  switch (edge.relation) {
    case 'TRIGGERS':
    case 'INVOKES':
      return out ? 'invokes' : 'invoked by';
    case 'WRITES':
      return out ? 'writes to' : 'written by';
    case 'READS':
      return out ? 'read by' : 'reads';
    case 'FAILURES':
      return out ? 'failures go to' : 'failures of';
    default:
      return out ? 'configured with' : 'configured in';
  }
}

function Environment({node}) {
  const [shown, setShown] = useState(false);
  const answer = useAnswer(() => (shown ? ofNode('environment', {node: node.id}) : Promise.resolve({})), [node.id, shown]);
  return h(
    Fragment,
    null,
    h('h3', null, 'Environment'),
    shown
      ? h(Answer, {of: answer, what: 'Variables'}, (variables) => h(Facts, {entries: Object.entries(variables)}))
      : h(Button, {onClick: () => setShown(true)}, 'Show variables'),
  );
}

/** What an invocation was triggered by. */
function from(trigger, labels) {
  return trigger === 'direct' ? 'direct call' : 'from ' + (labels.get(trigger) ?? trigger);
}

function Invocations({node, live, onLogs}) {
  const deployment = useStore((state) => state.deployment);
  const labels = new Map(deployment.nodes.map((one) => [one.id, one.label]));
  const details = useStore((state) => state.details);
  const answer = useAnswer(() => (live ? ofNode('invocations', {node: node.id}) : Promise.resolve(details[node.id]?.invocations ?? [])), [node.id], 2);
  return h(Answer, {of: answer, what: 'Invocations'}, (invocations) =>
    h(DataTable, {
      caption: 'Last invocations',
      rows: invocations,
      keyOf: (one) => one.requestId,
      onSelect: live ? (one) => onLogs(one.requestId) : undefined,
      empty: h(Empty, {title: 'Not invoked yet'}),
      columns: [
        {title: 'Time', cell: (one) => clock(one.time)},
        {title: 'Took', numeric: true, cell: (one) => duration(one.milliseconds)},
        {title: 'Records', numeric: true, cell: (one) => (one.records > 0 ? exact(one.records) : '–')},
        {title: 'Result', wide: true, cell: (one) => (one.error ? h(Fragment, null, h(Chip, {tone: 'bad'}, 'failed'), ' ', one.error) : h(Fragment, null, h(Chip, {tone: 'good'}, 'ok'), ' ', from(one.trigger, labels)))},
      ],
    }),
  );
}

function Logs({node, request, onAll}) {
  const answer = useAnswer(() => ofNode('logs', {node: node.id, requestId: request}), [node.id, request], 2);
  return h(
    Fragment,
    null,
    request && h('p', {class: 'note'}, `Of request ${request} `, h('button', {type: 'button', class: 'link', onClick: onAll}, 'Show all')),
    h(Answer, {of: answer, what: 'Logs'}, (lines) =>
      lines.length === 0
        ? h(Empty, {title: request ? 'This invocation has printed nothing' : 'The function has printed nothing'})
        : h(
            'ol',
            {class: 'log'},
            lines.map((line, i) =>
              h('li', {key: i, class: (line.level || '').toLowerCase()}, h('span', {class: 'log-time'}, line.time ? clock(line.time) : ''), line.level && h('span', {class: 'log-level'}, line.level), h('span', {class: 'log-text'}, line.text)),
            ),
          ),
    ),
  );
}

function Records({node}) {
  const answer = useAnswer(() => ofNode('records', {node: node.id}), [node.id], 2);
  const [chosen, setChosen] = useState(null);
  return h(
    Fragment,
    null,
    h(Answer, {of: answer, what: 'Records'}, (records) =>
      h(DataTable, {
        caption: 'Last records in and calls out',
        rows: records,
        keyOf: (record) => record.id,
        selected: chosen,
        onSelect: (record) => setChosen(record.id),
        empty: h(Empty, {title: 'No record yet'}),
        columns: [
          {title: 'Record', wide: true, cell: (record) => record.what},
          {title: 'Direction', cell: (record) => h(Chip, {tone: record.direction === 'in' ? 'plain' : 'accent'}, record.direction)},
          {title: 'Time', cell: (record) => clock(record.time)},
          {title: 'Size', numeric: true, cell: (record) => (record.bytes > 0 ? bytes(record.bytes) : '–')},
        ],
      }),
    ),
    chosen && h(RecordPayload, {key: chosen, node, record: chosen}),
  );
}

/** Loaded when a person asks for it. */
function RecordPayload({node, record}) {
  const [answer, setAnswer] = useState(null);
  const [error, setError] = useState(null);
  const load = () => ofNode('payload', {node: node.id, record}).then(setAnswer, setError);
  return h(
    'section',
    {class: 'payload', 'aria-label': 'Content of the record'},
    answer ? h(Payload, {text: answer.payload}) : error ? h(Failure, {error}) : h(Button, {onClick: load}, 'Show the content'),
  );
}

function Permissions({node, live}) {
  const details = useStore((state) => state.details);
  const answer = useAnswer(() => (live ? ofNode('permissions', {node: node.id}) : Promise.resolve(details[node.id]?.permissions ?? [])), [node.id], 5);
  return h(Answer, {of: answer, what: 'Permissions'}, (permissions) =>
    h(DataTable, {
      caption: 'IAM permissions that the calls so far have needed',
      rows: permissions,
      keyOf: (one) => one.action + one.resource,
      empty: h(Empty, {title: 'No call yet'}, 'A function needs the permissions of the calls that it makes.'),
      columns: [
        {title: 'Action', cell: (one) => one.action},
        {title: 'Resource', wide: true, cell: (one) => one.resource},
      ],
    }),
  );
}
