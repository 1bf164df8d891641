import {Component, Fragment, h, useEffect, useRef} from './lib.js';
import {count, dollars, exact, rate} from './format.js';
import {useRoute} from './router.js';
import {rateOf, useStore} from './store.js';
import {ThemeSwitch} from './theme.js';
import {Confirmation, Empty, Failure} from './ui.js';
import {views} from './views.js';

/** The frame around the views: navigation, totals, connection. */
export function App() {
  const route = useRoute();
  const state = useStore((all) => all);
  const shown = views.filter((view) => view.available(state));
  const view = shown.find((one) => one.id === route) ?? shown[0];
  const main = useRef(null);
  const drawn = useRef(view.id);
  useEffect(() => {
    document.title = `${view.title} · ${state.deployment.name || 'Fleet'}`;
    if (drawn.current !== view.id) {
      drawn.current = view.id;
      main.current.focus();
    }
  }, [view.id, state.deployment.name]);
  return h(
    Fragment,
    null,
    h('a', {class: 'skip', href: '#main', onClick: (event) => {
      event.preventDefault();
      main.current.focus();
    }}, 'Skip to the view'),
    h(
      'header',
      {class: 'top'},
      h('div', {class: 'brand'}, h('span', {class: 'mark', 'aria-hidden': 'true'}), h('span', {class: 'brand-name'}, state.deployment.name || 'Fleet')),
      h(ConnectionState),
      h(Totals),
      h(ThemeSwitch),
    ),
    h(Navigation, {shown, view}),
    h(
      'main',
      {id: 'main', ref: main, tabIndex: -1, 'aria-labelledby': 'view-title'},
      h('h1', {id: 'view-title'}, view.title),
      h(Boundary, {key: view.id}, h(view.component)),
    ),
    h(Confirmation),
  );
}

function Navigation({shown, view}) {
  const sections = [...new Set(shown.map((one) => one.section))];
  return h(
    'nav',
    {'aria-label': 'Views'},
    sections.map((section) =>
      h(
        'div',
        {key: section, class: 'nav-section'},
        h('h2', null, section),
        h(
          'ul',
          null,
          shown
            .filter((one) => one.section === section)
            .map((one) => h('li', {key: one.id}, h('a', {href: '#/' + one.id, 'aria-current': one === view ? 'page' : undefined}, one.title))),
        ),
      ),
    ),
  );
}

const CONNECTION = {
  connecting: ['waiting', 'Connecting'],
  open: ['good', 'Live'],
  lost: ['bad', 'Fleet stopped'],
  report: ['plain', 'Report'],
};

function ConnectionState() {
  const connection = useStore((state) => state.connection);
  const [tone, text] = CONNECTION[connection];
  return h('span', {class: `connection ${tone}`, role: 'status'}, h('span', {class: 'dot', 'aria-hidden': 'true'}), text);
}

function Totals() {
  const counts = useStore((state) => state.counts);
  const recent = useStore((state) => state.recent);
  const served = useStore((state) => state.live);
  // Until the first counts the figures have their places: nothing moves when they arrive.
  const totals = counts?.totals ?? {};
  const live = recent.length > 1;
  const figure = (title, value, note, tone) =>
    h('div', {class: tone ? `total ${tone}` : 'total', title: note}, h('dt', null, title), h('dd', null, value));
  const grows = (name) => (live ? ` · ${rate(rateOf(recent, (one) => one.totals[name]))}` : '');
  return h(
    'dl',
    {class: 'totals'},
    figure('Records in', count(totals.lines), exact(totals.lines) + (served ? ' records in streams' : ' lines of input') + grows('lines')),
    figure('Writes', count(totals.writes), exact(totals.writes) + grows('writes')),
    figure('Invocations', count(totals.invocations), exact(totals.invocations) + grows('invocations')),
    figure('Failures', count(totals.failures), exact(totals.failures), totals.failures > 0 && 'bad'),
    figure('Lag', count(totals.lag), exact(totals.lag) + ' records and messages wait for a function'),
    figure('Cost', dollars(totals.dollars), 'What AWS would bill for requests and compute so far, on demand, us-east-1, without streams, storage and queues'),
  );
}

/** A view that fails says so and leaves the others usable. */
class Boundary extends Component {
  constructor() {
    super();
    this.state = {error: null};
  }

  componentDidCatch(error) {
    this.setState({error});
  }

  render() {
    if (this.state.error) {
      return h(Fragment, null, h(Empty, {title: 'This view has failed'}), h(Failure, {error: this.state.error, retry: () => this.setState({error: null})}));
    }
    return this.props.children;
  }
}
