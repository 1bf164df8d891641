import {Fragment, h, useEffect, useRef, useState} from '../lib.js';
import {call} from '../api.js';
import {duration, exact} from '../format.js';
import {useStore} from '../store.js';
import {Button, Chip, Empty, Facts, Failure, Key, Payload, Time, useAnswer} from '../ui.js';
import {fixed} from '../times.js';
import {Playback, contains} from './playback.js';
import {Resend} from './resend.js';
import {hasPattern} from '../patterns.js';

/** The event store: what happened, in order, in its own pace or faster. */
export const events = {
  id: 'events',
  title: 'Events',
  section: 'Patterns',
  available: (state) => hasPattern(state, 'eventstore', 'events play'),
  component: Events,
};

const PAGE = 200;
const MOST_SHOWN = 500;
const TICK = 250;
/** At the watermark nothing more is known: it is asked for again after this time. */
const PATIENCE = 2000;
const SPEEDS = [
  [0, 'all at once'],
  [1, 'as it happened'],
  [10, '10 times faster'],
  [60, '60 times faster'],
  [600, '600 times faster'],
];

function Events() {
  const [form, setForm] = useState({from: '-1h', to: '', speed: 0});
  const [asked, setAsked] = useState(null);
  const field = (name, title, hint) =>
    h('label', {class: 'field'}, title, h('input', {type: 'text', placeholder: hint, value: form[name], onInput: (event) => setForm({...form, [name]: event.target.value})}));
  const submit = (event) => {
    event.preventDefault();
    const now = Date.now();
    setAsked({from: fixed(form.from, now), to: fixed(form.to, now), speed: form.speed, number: (asked?.number ?? 0) + 1});
  };
  return h(
    'div',
    null,
    h(
      'form',
      {class: 'toolbar', onSubmit: submit},
      field('from', 'From (UTC)', '-1h, 10:00, 2026-11-28T10:00Z'),
      field('to', 'To (UTC)', 'open'),
      h(
        'label',
        {class: 'field'},
        'Speed',
        h('select', {value: form.speed, onChange: (event) => setForm({...form, speed: Number(event.target.value)})}, SPEEDS.map(([value, title]) => h('option', {key: value, value}, title))),
      ),
      h('button', {type: 'submit', class: 'button primary'}, 'Play'),
      h(Resend, {from: form.from, to: form.to}),
    ),
    h(Watermark),
    asked ? h(Player, {key: asked.number, asked}) : h(Empty, {title: 'Nothing is played'}, 'Choose a time and press Play. Times are UTC: 10:00, -2h, 2026-11-28T10:00Z.'),
  );
}

/** Up to when the store is complete: one line, whatever is known of it. */
function Watermark() {
  const {answer: one, error} = useAnswer(() => call('events watermark', {}), [], 2);
  return h(
    'p',
    {class: 'lead watermark'},
    !one
      ? !error && 'Asking for the watermark…'
      : [
          'Complete up to ',
          one.watermark ? h(Time, {at: one.watermark}) : 'an unknown time: not all shards of the stream are known yet',
          ' ',
          one.watermark && h(Chip, {tone: one.lagSeconds > 120 ? 'warm' : 'good'}, `${duration(1000 * Math.max(0, one.lagSeconds))} ago`),
        ],
    ' ',
    error && h(Chip, {tone: 'bad', role: 'alert', title: error.message}, 'the watermark is not answered'),
  );
}

function Player({asked}) {
  const playing = usePlaying(asked);
  const [filter, setFilter] = useState('');
  const matching = playing.shown.filter((event) => contains(event, filter));
  const visible = matching.slice(-MOST_SHOWN);
  return h(
    Fragment,
    null,
    h(
      'div',
      {class: 'toolbar'},
      h('label', {class: 'field'}, 'Filter by text', h('input', {type: 'search', value: filter, onInput: (event) => setFilter(event.target.value)})),
      h(Button, {onClick: playing.toggle, disabled: playing.ended, 'aria-pressed': playing.paused}, playing.paused ? 'Continue' : 'Pause'),
      h('span', {role: 'status'}, filter ? `${exact(matching.length)} of ${exact(playing.shown.length)} events` : `${exact(playing.shown.length)} events`, matching.length > visible.length && `, the last ${exact(visible.length)} are shown`, `. ${playing.says}`),
    ),
    h(
      'ol',
      {class: 'events'},
      visible.map((event) =>
        h(
          'li',
          {key: event.id},
          h(
            'details',
            null,
            h('summary', null, h(Time, {at: event.time}), ' ', h(Key, {text: event.partitionKey}), ' ', h('span', {class: 'excerpt'}, event.data ?? `${event.dataBytes ?? ''} bytes, not text`)),
            h(Facts, {entries: [['Id', event.id], ['Arrived', h(Time, {at: event.arrival})], ['Partition key', event.partitionKey]]}),
            h(Payload, {text: event.data ?? event.dataBase64 ?? ''}),
          ),
        ),
      ),
    ),
    playing.error && h(Failure, {error: playing.error, retry: playing.retry, late: true}),
  );
}

/** Asks for page after page and shows the events when they are due. It stops while the page cannot be seen. */
function usePlaying(asked) {
  const connection = useStore((state) => state.connection);
  const [shown, setShown] = useState([]);
  const [paused, setPaused] = useState(false);
  const [error, setError] = useState(null);
  const [stopped, setStopped] = useState(null);
  const run = useRef({playback: new Playback(asked.speed), next: undefined, asking: false, askAfter: 0, ended: false});
  const live = connection === 'open' && !paused && !error;
  useEffect(() => {
    if (!live) {
      return undefined;
    }
    const state = run.current;
    let left = false;
    const ask = async () => {
      state.asking = true;
      try {
        const answer = await call('events play', {from: asked.from, to: asked.to, limit: PAGE, next: state.next});
        if (left) {
          return;
        }
        state.playback.add(answer.events);
        state.next = answer.next ?? state.next;
        state.ended = answer.stopped === 'TO' || (answer.events.length > 0 && !answer.next);
        state.askAfter = answer.events.length === 0 ? Date.now() + PATIENCE : 0;
        setStopped(answer.stopped);
      } catch (failed) {
        if (!left) {
          setError(failed);
        }
      } finally {
        state.asking = false;
      }
    };
    const tick = () => {
      if (document.hidden) {
        return;
      }
      const due = state.playback.pass(TICK);
      if (due.length > 0) {
        setShown((before) => [...before, ...due].slice(-10 * MOST_SHOWN));
      }
      if (!state.asking && !state.ended && state.playback.left < PAGE / 2 && Date.now() >= state.askAfter) {
        ask();
      }
    };
    tick();
    const timer = setInterval(tick, TICK);
    return () => {
      left = true;
      state.asking = false;
      clearInterval(timer);
    };
  }, [live]);
  const ended = run.current.ended && run.current.playback.left === 0;
  const says = ended ? 'The end is reached.' : paused ? 'Paused.' : stopped === 'WATERMARK' && run.current.playback.left === 0 ? 'Waiting for events: the store is complete up to here.' : 'Playing.';
  return {shown, paused, ended, error, says, toggle: () => setPaused(!paused), retry: () => setError(null)};
}
