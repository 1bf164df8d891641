import {Fragment, h, useState} from '../lib.js';
import {call} from '../api.js';
import {exact, plural} from '../format.js';
import {Answer, Button, Chip, DataTable, Empty, Facts, Key, Payload, Time, useAnswer} from '../ui.js';
import {Actions} from '../change.js';
import {Split} from '../split.js';
import {Replay} from './replay.js';
import {hasPattern} from '../patterns.js';

/** Subscribers of the fan-out: what waits for each, what was given up on and why, and how it is sent again. */
export const subscribers = {
  id: 'subscribers',
  title: 'Subscribers',
  section: 'Patterns',
  available: (state) => hasPattern(state, 'fanout', 'subscribers list'),
  component: Subscribers,
};

const SECONDS = 2;
const MOST_LETTERS = 100;

function Subscribers() {
  const [chosen, setChosen] = useState(null);
  const known = useAnswer(() => call('subscribers list', {}), [], SECONDS);
  return h('div', null, h(Answer, {of: known, what: 'Reading subscribers'}, (answer) => {
    const one = answer.subscribers.find((each) => each.name === chosen);
    return h(Split, {
      list: h(DataTable, {
        caption: 'Subscribers',
        columns: [
          {title: 'Subscriber', cell: (each) => each.name},
          {title: 'Target', wide: true, cell: (each) => each.target},
          {title: 'State', cell: State},
          {title: 'Waiting', numeric: true, cell: (each) => exact(each.waiting)},
          {title: 'In delivery', numeric: true, cell: (each) => exact(each.inFlight)},
          {title: 'Dead letters', numeric: true, cell: (each) => (each.deadLetters > 0 ? h(Chip, {tone: 'bad'}, exact(each.deadLetters)) : '0')},
        ],
        rows: answer.subscribers,
        keyOf: (each) => each.name,
        selected: chosen,
        onSelect: (each) => setChosen(each.name),
        empty: h(Empty, {title: 'The fan-out has no subscriber'}, 'Subscribers are an input of its Terraform module.'),
      }),
      details: one && h(Details, {key: one.name, one, onChange: known.reload}),
      title: one && `Subscriber ${one.name}`,
      onClose: () => setChosen(null),
    });
  }));
}

/** Of the mapping that reads the queue. Where an application of the team reads it, there is none. */
function State({reader}) {
  if (!reader) {
    return h(Chip, {title: 'An application of yours reads the queue'}, 'your own reader');
  }
  return isPaused(reader) ? h(Chip, {tone: 'warm'}, 'paused') : h(Chip, {tone: 'good'}, 'delivering');
}

function isPaused(reader) {
  return reader.startsWith('Disabl');
}

function Details({one, onChange}) {
  return h(
    Fragment,
    null,
    h(Facts, {
      entries: [
        ['State', State(one)],
        ['Target', one.target],
        ['Filters', one.filters.length === 0 ? 'every change' : h('ul', {class: 'plain'}, one.filters.map((filter) => h('li', {key: filter}, h(Key, {text: filter}))))],
        ['Queue', h(Key, {text: one.queue})],
        ['Waiting', exact(one.waiting)],
        ['Dead letters', exact(one.deadLetters)],
      ],
    }),
    h(Actions, {actions: [one.reader && pause(one), redrive(one)].filter(Boolean), onDone: onChange}),
    h('h3', null, 'Replay from the history'),
    h(Replay, {subscriber: one.name, onDone: onChange}),
    // Last, so that nothing moves when they arrive.
    h('h3', null, 'Dead letters'),
    h(DeadLetters, {subscriber: one.name, count: one.deadLetters}),
  );
}

function pause(one) {
  const [name, effect, done] = isPaused(one.reader)
    ? ['Resume', 'The messages that wait are delivered now, in order.', 'Delivering again']
    : ['Pause', 'Changes wait in its queue, at most 14 days. Other subscribers do not notice.', 'Paused'];
  return {
    name,
    title: effect,
    run: async (change) => {
      const answer = await change(`subscribers ${name.toLowerCase()}`, {subscriber: one.name}, {
        title: `${name} ${one.name}?`,
        action: name,
        preview: () => h('p', null, effect),
      });
      return answer && done;
    },
  };
}

function redrive(one) {
  return {
    name: 'Redrive',
    disabled: one.deadLetters === 0,
    title: one.deadLetters === 0 ? 'It has no dead letters' : undefined,
    run: async (change) => {
      const answer = await change('subscribers redrive', {subscriber: one.name}, {
        title: `Redrive the dead letters of ${one.name}?`,
        action: 'Redrive',
        preview: (plan) =>
          h('p', null, `SQS moves ${plural(plan.deadLetters, 'message')} back into ${plan.queue}, after those that wait there. Fix the cause first.`),
      });
      return answer && 'The redrive has started';
    },
  };
}

function DeadLetters({subscriber, count}) {
  const [shown, setShown] = useState(false);
  if (count === 0) {
    return h('p', {class: 'note'}, 'None: every message was taken.');
  }
  return shown ? h(Messages, {subscriber}) : h(Button, {onClick: () => setShown(true)}, 'Show their payloads');
}

function Messages({subscriber}) {
  const letters = useAnswer(() => call('subscribers dead-letters', {subscriber, limit: MOST_LETTERS}), [subscriber]);
  return h(Answer, {of: letters, what: 'Reading dead letters'}, ({messages}) =>
    h(
      Fragment,
      null,
      h(
        'ul',
        {class: 'events'},
        messages.map((one) =>
          h(
            'li',
            {key: one.id},
            h('details', null, h('summary', null, h(Time, {at: one.sentAt}), ' ', h(Key, {text: one.group || one.id})), h(Payload, {text: one.body})),
          ),
        ),
      ),
      messages.length === MOST_LETTERS && h('p', {class: 'note'}, `The first ${MOST_LETTERS} are shown.`),
    ),
  );
}
