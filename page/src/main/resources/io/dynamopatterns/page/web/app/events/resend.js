import {Fragment, h, useState} from '../lib.js';
import {useStore} from '../store.js';
import {Facts} from '../ui.js';
import {Actions} from '../change.js';

/** Plays a span of events into a queue or a stream, as work of the processor. @param {{from: string, to: string}} props */
export function Resend({from, to}) {
  const targets = useStore((state) => state.deployment.nodes.filter((node) => node.kind === 'QUEUE' || node.kind === 'STREAM'));
  const [target, setTarget] = useState('');
  const play = async (change) => {
    const node = targets.find((one) => one.id === target);
    const request = {from: from || undefined, to: to || undefined, [node.kind === 'QUEUE' ? 'toQueue' : 'toStream']: node.name};
    const answer = await change('events play', request, {
      title: `Play these events to ${node.label}?`,
      action: 'Play them there',
      again: (plan) => ({id: plan.id, from: plan.input.from, to: plan.input.to}),
      preview: (plan) =>
        h(
          Fragment,
          null,
          h('p', null, `Whatever reads ${node.name} processes the events again.`),
          h(Facts, {entries: [['From', plan.input.from ?? 'the beginning'], ['To', plan.input.to ?? 'where the store is complete'], ['Becomes work', plan.id]]}),
        ),
    });
    return answer && `Submitted as work ${answer.id}: see Work`;
  };
  return h(
    Fragment,
    null,
    h(
      'label',
      {class: 'field'},
      'Play to',
      h(
        'select',
        {value: target, onChange: (event) => setTarget(event.target.value)},
        h('option', {value: ''}, 'this page only'),
        targets.map((node) => h('option', {key: node.id, value: node.id}, `${node.kind.toLowerCase()} ${node.label}`)),
      ),
    ),
    target && h(Actions, {actions: [{name: 'Send …', run: play}]}),
  );
}
