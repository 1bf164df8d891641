import {Fragment, h, useState} from '../lib.js';
import {exact, plural} from '../format.js';
import {Facts} from '../ui.js';
import {Actions} from '../change.js';
import {wordsOfText} from '../history/keys.js';

/** Sends changes of the past to one subscriber again. @param {{subscriber: string, onDone: () => void}} props */
export function Replay({subscriber, onDone}) {
  const [form, setForm] = useState({key: '', from: '', to: ''});
  const field = (name, title, hint) =>
    h('label', {class: 'field'}, title, h('input', {type: 'text', placeholder: hint, value: form[name], onInput: (event) => setForm({...form, [name]: event.target.value})}));
  const replay = async (change) => {
    const request = {subscriber, key: wordsOfText(form.key), from: form.from || undefined, to: form.to || (form.from ? 'now' : undefined)};
    const answer = await change('subscribers replay', request, {
      title: `Replay to ${subscriber}?`,
      action: 'Replay',
      again: (plan) => ({replay: plan.replay}),
      preview: (plan, asked) =>
        h(
          Fragment,
          null,
          h('p', null, 'The subscriber gets these changes again. They have the ids that they had, so it can recognise them.'),
          h(Facts, {entries: [['Replay', plan.replay], ['From', asked.from ?? 'the beginning'], ['To', asked.to ?? 'now'], ['Changes that match', exact(plan.changes.matched)], ['Filtered out', exact(plan.changes.filtered)], ['Read', exact(plan.changes.read)]]}),
        ),
    });
    return answer && `${plural(answer.changes.sent, 'change')} sent`;
  };
  return h(
    'div',
    {class: 'toolbar'},
    field('key', 'Key', '/index.html, user=7 order=9'),
    field('from', 'From (UTC)', '-2h, 10:00'),
    field('to', 'To (UTC)', 'now'),
    h(Actions, {actions: [{name: 'Replay …', disabled: !form.key && !form.from, title: 'Needs a key or a time', run: replay}], onDone}),
  );
}
