import {h, useEffect, useRef, useState} from './lib.js';
import {call} from './api.js';
import {fixed} from './times.js';
import {Button, Failure, confirm} from './ui.js';

/**
 * Requests that were sent and whose outcome is not known, by what was asked for: the next press sends the same one again, under the same name,
 * so that what has happened already does not happen twice.
 */
const unknown = new Map();

/**
 * Changes something: asks the operation what it would do, shows that, and does it when the person agrees. What is done is what was shown: names
 * that the operation gives and times such as -2h are those of the plan.
 *
 * @param {string} operation
 * @param {object} request
 * @param {object} question
 * @param {string} question.title
 * @param {string} question.action
 * @param {boolean} [question.danger]
 * @param {(plan: any, asked: object) => any} question.preview
 * @param {(plan: any) => object} [question.again] what the request takes from the plan, such as the name that the operation gave
 * @param {(sent: object) => object} [question.resume] what is asked for after this request, if its outcome is not known; the same if left out
 * @param {() => boolean} isGone whether the part of the page that would show the answer is gone: then nothing is asked
 * @returns {Promise<any>} the answer; null if the person did not agree
 */
async function change(operation, request, {preview, again = () => ({}), resume = (sent) => sent, ...question}, isGone) {
  const what = JSON.stringify([operation, request]);
  const {asked, plan} = await planned(operation, unknown.get(what), fixedTimes(request));
  if (isGone() || !(await confirm({...question, body: preview(plan, asked)}))) {
    return null;
  }
  const sent = {...asked, ...again(plan)};
  unknown.set(what, resume(sent));
  try {
    const answer = await call(operation, sent);
    unknown.delete(what);
    return answer;
  } catch (failed) {
    if (isRefused(failed)) {
      unknown.delete(what);
    }
    throw failed;
  }
}

/** The plan of the request whose outcome is not known, if there is one. It is refused where that has ended or has never begun. */
async function planned(operation, known, fresh) {
  const plan = (request) => call(operation, {...request, dryRun: true}).then((answer) => ({asked: request, plan: answer}));
  return known ? plan(known).catch((failed) => (isRefused(failed) ? plan(fresh) : Promise.reject(failed))) : plan(fresh);
}

/** Whether the operation has said no, so that nothing has happened. */
function isRefused(failed) {
  return failed.status >= 400 && failed.status < 500;
}

function fixedTimes(request) {
  const now = Date.now();
  return {...request, ...(request.from && {from: fixed(request.from, now)}), ...(request.to && {to: fixed(request.to, now)})};
}

/** {@link change} for a component: once it is gone, nothing is asked. */
export function useChange() {
  const gone = useRef(false);
  useEffect(
    () => () => {
      gone.current = true;
    },
    [],
  );
  return (operation, request, question) => change(operation, request, question, () => gone.current);
}

/**
 * Buttons for what can be done to one thing, and what came of it.
 *
 * @param {{actions: {name: string, kind?: string, disabled?: boolean, title?: string, run: (change: Function) => Promise<string|null>}[], onDone?: () => void}} props
 *   `run` changes something by the function that it gets, and returns what was done in words, or null if it was not
 */
export function Actions({actions, onDone}) {
  const [busy, setBusy] = useState(null);
  const [done, setDone] = useState(null);
  const [error, setError] = useState(null);
  const changed = useChange();
  const start = async (action) => {
    setBusy(action.name);
    setError(null);
    setDone(null);
    try {
      const text = await action.run(changed);
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
