import {Fragment, h, useState} from '../lib.js';
import {Facts} from '../ui.js';
import {Actions} from '../change.js';

/** Starts work: an object that is streamed line by line. @param {{onSubmitted: (id: string) => void}} props */
export function Submit({onSubmitted}) {
  const [object, setObject] = useState('');
  const submit = async (change) => {
    const answer = await change('work submit', {objects: [object.trim()]}, {
      title: 'Submit this object?',
      action: 'Submit',
      preview: () =>
        h(Fragment, null, h(Facts, {entries: [['Object', object]]}), h('p', null, 'Its lines are put onto the stream. The same object is not streamed twice.')),
    });
    if (answer === null) {
      return null;
    }
    const [id] = answer.work ?? [];
    if (id) {
      onSubmitted(id);
    }
    return answer.submitted > 0 ? 'Submitted' : 'It is work already';
  };
  return h(
    'div',
    {class: 'toolbar'},
    h('label', {class: 'field grow'}, 'Object to stream', h('input', {type: 'text', placeholder: 's3://bucket/key, or file:NAME in .fleet/input', value: object, onInput: (event) => setObject(event.target.value)})),
    h(Actions, {actions: [{name: 'Submit …', disabled: object.trim() === '', run: submit}]}),
  );
}
