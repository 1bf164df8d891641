import {Fragment, h, useState} from '../lib.js';
import {call} from '../api.js';
import {exact, plural} from '../format.js';
import {Answer, Button, Chip, DataTable, Empty, Facts, JsonTree, Key, Pager, Payload, Time, useAnswer} from '../ui.js';
import {Actions} from '../change.js';
import {exactly} from '../json.js';
import {usePages} from '../lists.js';
import {Split} from '../split.js';
import {useStore} from '../store.js';

/** Records that event source mappings gave up on: why, what they say, and how they are sent again. */
export const failed = {
  id: 'failed',
  title: 'Failed records',
  section: 'Patterns',
  available: (state) => state.operations.includes('failed list') && bucketsOf(state.deployment.nodes).length > 0,
  component: Failed,
};

const SECONDS = 5;

/** The names of the buckets where mappings put what they gave up on. */
function bucketsOf(nodes) {
  return nodes.filter((node) => node.kind === 'BUCKET').map((node) => node.name);
}

function Failed() {
  const nodes = useStore((state) => state.deployment.nodes);
  const buckets = bucketsOf(nodes);
  const [bucket, setBucket] = useState(buckets[0]);
  if (buckets.length === 1) {
    return h(Batches, {nodes, where: {}});
  }
  const choice = h('select', {name: 'bucket', value: bucket, onChange: (event) => setBucket(event.target.value)}, buckets.map((name) => h('option', {key: name, value: name}, name)));
  return h('div', null, h('div', {class: 'toolbar'}, h('label', {class: 'field'}, 'Failure bucket', choice)), h(Batches, {key: bucket, nodes, where: {bucket}}));
}

/** @param {{nodes: object[], where: {bucket?: string}}} props where: of every request; empty where there is one bucket */
function Batches({nodes, where}) {
  const [chosen, setChosen] = useState(null);
  const pages = usePages((next) => call('failed list', {...where, next}), 'failed', [], SECONDS);
  return h('div', null, h(Answer, {of: pages, what: 'Reading failed records'}, () =>
    h(Split, {
      list: h(
        Fragment,
        null,
        h(DataTable, {
          caption: 'Failed batches',
          columns: [
            {title: 'Function', cell: (one) => labelOf(nodes, one.function)},
            {title: 'Time (UTC)', cell: (one) => h(Time, {at: one.time})},
            {title: 'Records', numeric: true, cell: (one) => exact(one.records)},
            {title: 'Reason', cell: (one) => one.reason},
          ],
          rows: pages.rows,
          keyOf: (one) => one.object,
          selected: chosen,
          onSelect: (one) => setChosen(one.object),
          empty: h(Empty, {title: 'No record has failed'}, 'Every record was taken by its function, or its mapping still retries it.'),
        }),
        pages.rows.length > 0 && h(Pager, {more: Boolean(pages.next), shown: pages.rows.length, busy: pages.busy, onMore: pages.more}),
        h(OpenRuns, {runs: pages.answer.open ?? [], where, onDone: pages.reload}),
      ),
      details: chosen && h(Details, {key: chosen, object: chosen, where, onDone: pages.reload}),
      title: chosen && 'Failed batch',
      onClose: () => setChosen(null),
    }),
  ));
}

/** Runs that have begun and are not done: no other run begins before they are. */
function OpenRuns({runs, where, onDone}) {
  return runs.map(({run, heldSince}) =>
    h(
      'section',
      {key: run, class: 'card open-run', 'aria-label': `Run ${run}`},
      h('p', null, `Run ${run} is not done. `, heldSince ? ['A command sends its records since ', h(Time, {at: heldSince}), '.'] : 'Its command has ended.'),
      h(Actions, {actions: [heldSince ? takeOver(run, where) : proceed(run, where)], onDone}),
    ),
  );
}

function Details({object, where, onDone}) {
  const shown = useAnswer(() => call('failed show', {...where, object}, exactly), [object]);
  const [payload, setPayload] = useState(false);
  const [chosen, setChosen] = useState(() => new Set());
  const choose = (id) => {
    const next = new Set(chosen);
    if (!next.delete(id)) {
      next.add(id);
    }
    setChosen(next);
  };
  return h(Answer, {of: shown, what: 'Reading the batch'}, ({failed: one, records, othersCounted}) =>
    h(
      Fragment,
      null,
      h(Facts, {
        entries: [
          ['Function', one.function],
          ['Given up at', h(Time, {at: one.time})],
          ['Why', h(Chip, {tone: 'bad'}, one.reason)],
          ['Records', exact(one.records)],
          ['Source', h(Key, {text: one.source})],
        ],
      }),
      h(Actions, {actions: [retry(one, where, [...chosen], othersCounted), othersCounted && wholeBatch(one, where)].filter(Boolean), onDone}),
      othersCounted &&
        h('p', {class: 'note'}, `${one.function} counts by the position in a stream. The batch may also hold records of other groups that were counted: they would count twice. Choose the records to send. The aggregator's README says how to find them.`),
      h('h3', null, 'Records'),
      !payload && h(Button, {onClick: () => setPayload(true)}, 'Show their payloads'),
      h(
        'ul',
        {class: 'events'},
        records.map((record) =>
          h(
            'li',
            {key: record.id},
            h(
              'label',
              {class: 'check'},
              // An asynchronous call is sent whole.
              record.id && h('input', {type: 'checkbox', checked: chosen.has(record.id), onChange: () => choose(record.id)}),
              h(Key, {text: typeof record.key === 'string' ? record.key : JSON.stringify(record.key ?? 'the call')}),
              record.change && h(Chip, null, record.change.toLowerCase()),
            ),
            payload && (typeof record.content === 'string' ? h(Payload, {text: record.content}) : h(JsonTree, {value: record.content ?? null})),
          ),
        ),
      ),
      // Last, so that no button moves when the log arrives.
      one.time && h(Errors, {functionName: one.function, time: one.time}),
    ),
  );
}

/** Minutes before the function gave up in which its errors are looked for: it had retried. */
const LOOK_BACK = 10;
const MOST_MESSAGES = 5;

/** What the function logged when it failed. @param {{functionName: string, time: string}} props */
function Errors({functionName, time}) {
  const since = new Date(Date.parse(time) - LOOK_BACK * 60_000).toISOString();
  const logs = useAnswer(() => call('logs', {function: functionName, level: 'error', since, limit: 100}), [functionName, since]);
  return h(Fragment, null, h('h3', null, 'Log'), h(Answer, {of: logs, what: 'Reading the log'}, ({lines}) => {
    const messages = [...new Set(lines.filter((line) => Date.parse(line.time) <= Date.parse(time) + 60_000).map((line) => line.message))];
    return messages.length === 0
      ? h('p', {class: 'note'}, 'The log has no error of this function at that time.')
      : h('div', {class: 'failure'}, h('ul', null, messages.slice(-MOST_MESSAGES).map((message) => h('li', {key: message}, h('strong', null, `The function said: ${reasonIn(message)}`), h('details', null, h('summary', null, 'The whole line of its log'), message)))));
  }));
}

/** The error's own words, which end a line of the log. */
function reasonIn(message) {
  return /errorMessage=(.*)$/s.exec(message)?.[1] ?? message;
}

/** The name of a function without the deployment's prefix. */
function labelOf(nodes, name) {
  return nodes.find((node) => node.name === name)?.label ?? name;
}

/** Sends all records of a batch, or those that were chosen. */
function retry(one, where, chosen, othersCounted) {
  const some = chosen.length > 0;
  const request = {...where, objects: [one.object], ...(some && {record: chosen})};
  const what = plural(some ? chosen.length : one.records, 'record');
  return {
    name: some ? `Send ${what} again …` : 'Send again …',
    disabled: othersCounted && !some,
    title: othersCounted && !some ? 'Choose the records first' : undefined,
    run: (change) => send(change, request, `Send ${what} to ${one.function} again?`, 'Fix the cause first. The records that the function refuses again stay in this list, and those that you leave out.'),
  };
}

/** All records of a batch, though some may be counted already. */
function wholeBatch(one, where) {
  return {
    name: 'Send the whole batch …',
    kind: 'danger',
    run: (change) =>
      send(change, {...where, objects: [one.object], wholeBatches: true}, `Send all of ${plural(one.records, 'record')} to ${one.function} again?`, 'Records of other groups that were counted count twice.', true),
  };
}

/** A run whose command has ended before its end. */
function proceed(run, where) {
  return {name: 'Continue …', run: (change) => send(change, {...where, run}, `Continue run ${run}?`, 'It sends what its command had not sent, as it began.')};
}

/** A run whose command does not answer. */
function takeOver(run, where) {
  return {
    name: 'Take over …',
    kind: 'danger',
    run: (change) =>
      send(change, {...where, run, takeOver: true}, `Take over run ${run}?`, 'Take it over only if its command was killed or lost an answer. It waits for the timeout of the function first, because the last invocation may still run.', true),
  };
}

async function send(change, request, title, warning, danger = false) {
  const answer = await change('failed retry', request, {
    title,
    action: 'Send',
    danger,
    again: (plan) => ({run: plan.run}),
    // A run that has begun has its records in its list.
    resume: ({run, bucket}) => ({...(bucket && {bucket}), run}),
    preview: (plan) => h(Fragment, null, h('p', null, warning), h(Facts, {entries: [['Run', plan.run], ['Function', plan.function], ['Records', exact(plan.records)], ['Sent', plan.form], ['What happens', plan.note]]})),
  });
  return answer && (answer.refused > 0 ? `${exact(answer.refused)} of ${exact(answer.records)} were refused again` : `${plural(answer.records, 'record')} taken`);
}
