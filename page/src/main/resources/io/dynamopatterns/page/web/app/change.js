import {h, useState} from './lib.js';
import {call} from './api.js';
import {Button, Failure, confirm} from './ui.js';

/**
 * Changes something: asks the operation what it would do, shows that, and does it when the person agrees.
 *
 * @param {string} operation
 * @param {object} request
 * @param {{title: string, action: string, danger?: boolean, preview: (plan: any) => any}} question
 * @returns {Promise<any>} the answer; null if the person did not agree
 */
export async function change(operation, request, question) {
  const plan = await call(operation, {...request, dryRun: true});
  const agreed = await confirm({...question, body: question.preview(plan)});
  return agreed ? call(operation, request) : null;
}

/**
 * Buttons for what can be done to one thing, and what came of it.
 *
 * @param {{actions: {name: string, kind?: string, disabled?: boolean, title?: string, run: () => Promise<string|null>}[], onDone?: () => void}} props
 *   `run` returns what was done in words, or null if it was not
 */
export function Actions({actions, onDone}) {
  const [busy, setBusy] = useState(null);
  const [done, setDone] = useState(null);
  const [error, setError] = useState(null);
  const start = async (action) => {
    setBusy(action.name);
    setError(null);
    setDone(null);
    try {
      const text = await action.run();
      setDone(text);
      if (text !== null) {
        onDone?.();
      }
    } catch (failed) {
      setError(failed);
    } finally {
      setBusy(null);
    }
  };
  return h(
    'div',
    {class: 'actions'},
    actions.map((action) =>
      h(
        Button,
        {
          key: action.name,
          kind: action.kind,
          busy: busy === action.name,
          disabled: action.disabled || busy !== null,
          title: action.title,
          onClick: () => start(action),
        },
        action.name,
      ),
    ),
    h('span', {role: 'status', class: 'done'}, done),
    error && h(Failure, {error}),
  );
}
