import {h} from '../lib.js';
import {duration} from '../format.js';
import {useStore} from '../store.js';
import {Facts, JsonTree} from '../ui.js';

/** The figures of a run, as `--report` writes them. */
export const run = {
  id: 'run',
  title: 'Run',
  section: 'Overview',
  available: (state) => state.report !== null,
  component: Run,
};

function Run() {
  const {elapsedMs, ...sections} = useStore((state) => state.report);
  return h(
    'div',
    {class: 'run'},
    elapsedMs !== undefined && h('p', {class: 'lead'}, `The run took ${duration(elapsedMs)}.`),
    Object.entries(sections).map(([name, figures]) =>
      h('section', {key: name, class: 'card'}, h('h2', null, name), isFlat(figures) ? h(Facts, {entries: Object.entries(figures).map(([title, value]) => [title, String(value)])}) : h(JsonTree, {value: figures})),
    ),
  );
}

function isFlat(figures) {
  return figures !== null && typeof figures === 'object' && !Array.isArray(figures) && Object.values(figures).every((value) => value === null || typeof value !== 'object');
}
