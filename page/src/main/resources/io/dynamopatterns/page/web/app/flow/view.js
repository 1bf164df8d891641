import {d3, Fragment, h, useEffect, useLayoutEffect, useMemo, useRef, useState} from '../lib.js';
import {count, dollars, exact, plural, rate} from '../format.js';
import {rateOf, useStore} from '../store.js';
import {Button, DataTable, Empty} from '../ui.js';
import {boxesOf, busy, framed, isFound, openAtFirst, path, placed, sum} from './graph.js';
import {arrowText, contents, figuresOf, isTroubled, KINDS} from './kinds.js';
import {Panel} from './panel.js';

/** The deployment as a picture. */
export const flow = {
  id: 'flow',
  title: 'Flow',
  section: 'Overview',
  available: () => true,
  component: Flow,
};

function Flow() {
  const deployment = useStore((state) => state.deployment);
  const counts = useStore((state) => state.counts);
  const recent = useStore((state) => state.recent);
  const [open, setOpen] = useState(() => openAtFirst(deployment));
  const [chosen, setChosen] = useState(null);
  const [search, setSearch] = useState('');
  const [asTable, setAsTable] = useState(false);
  const [idle, setIdle] = useState(false);
  const figures = {nodes: counts?.nodes ?? {}, edges: counts?.edges ?? {}};
  const [pointed, shown] = useAtRest(idle ? deployment : busy(deployment, figures), idle);
  const graph = useMemo(() => placed(boxesOf(shown, open)), [shown, open]);
  const groups = useMemo(() => framed(deployment), [deployment]);
  if (deployment.nodes.length === 0) {
    return h(Empty, {title: 'The deployment has no resources'}, 'Its Terraform state has no function, table, stream, queue, bus or schedule.');
  }
  const toggle = (group) => {
    const next = new Set(open);
    if (!next.delete(group)) {
      next.add(group);
    }
    setOpen(next);
  };
  const allOpen = groups.every((group) => open.has(group));
  const node = deployment.nodes.find((one) => one.id === chosen);
  return h(
    'div',
    {class: node ? 'flow with-panel' : 'flow'},
    h(
      'div',
      {class: 'toolbar'},
      h('input', {
        type: 'search',
        placeholder: 'Find a resource',
        'aria-label': 'Find a resource',
        value: search,
        onInput: (event) => setSearch(event.target.value),
      }),
      groups.length > 0 && h(Button, {onClick: () => setOpen(allOpen ? new Set() : new Set(groups))}, allOpen ? 'Collapse all' : 'Expand all'),
      h(Button, {onClick: () => setAsTable(!asTable), 'aria-pressed': asTable}, asTable ? 'As a picture' : 'As a table'),
      !asTable && h('label', {class: 'check'}, h('input', {type: 'checkbox', checked: idle, onChange: (event) => setIdle(event.target.checked)}), 'Idle paths'),
      !asTable && h(Legend, {idle}),
    ),
    asTable
      ? h(ResourceTable, {deployment, figures, search, chosen, onChoose: setChosen})
      : h('div', {class: 'picture', onPointerMove: pointed}, h(Picture, {graph, fittedFor: [open, idle], figures, recent, search, chosen, onChoose: setChosen, onToggle: toggle})),
    node && h(Panel, {key: node.id, node, deployment, figures, onClose: () => setChosen(null), onChoose: setChosen}),
  );
}

/** Milliseconds after a movement in which the mouse is being aimed. */
const AIMING = 1000;

/**
 * The boxes and arrows that are drawn. New ones move the others, so they appear once the mouse rests: counts come every second, and draw again.
 *
 * @param {object} now
 * @param {any} chosen what a person has chosen to see: a change is shown at once
 * @returns {[() => void, object]} what is called when the mouse moves; what is shown
 */
function useAtRest(now, chosen) {
  const moved = useRef(0);
  const shown = useRef({});
  const parts = [...now.nodes, ...now.edges].map((one) => one.id).join('\n');
  const before = shown.current;
  if (chosen !== before.chosen || (parts !== before.parts && Date.now() - moved.current > AIMING)) {
    shown.current = {now, parts, chosen};
  }
  return [() => (moved.current = Date.now()), shown.current.now];
}

function Legend({idle}) {
  const line = (style, text) =>
    h('span', {key: style}, h('svg', {width: 26, height: 8, 'aria-hidden': 'true'}, h('line', {class: `arrow ${style}`, x1: 0, y1: 4, x2: 26, y2: 4})), text);
  return h('p', {class: 'legend'}, line('flow', 'invokes'), line('call', 'reads or writes'), idle && line('configured', 'configured, unused'), line('failures', 'failed records'));
}

/** @param {{graph: object, fittedFor: any[]}} props once a person has moved the picture it stays there, until what it is fitted for changes */
function Picture({graph, fittedFor, figures, recent, search, chosen, onChoose, onToggle}) {
  const svg = useRef(null);
  const content = useRef(null);
  const zoom = useRef(null);
  const focused = useRef(chosen);
  focused.current = chosen;
  const drawn = useRef(graph);
  drawn.current = graph;
  const moved = useRef(false);

  const fit = (animate) => {
    const {clientWidth: width, clientHeight: height} = svg.current;
    const graph = drawn.current;
    moved.current = false;
    const scale = Math.min(1.15, width / graph.width, height / graph.height);
    // On a phone all of it would be too small to read: its start, to be moved on.
    const readable = width < 600 ? Math.max(scale, 0.6) : scale;
    const transform = d3.zoomIdentity.translate(Math.max(0, (width - graph.width * readable) / 2), Math.max(0, (height - graph.height * readable) / 2)).scale(readable);
    move(d3.select(svg.current), animate).call(zoom.current.transform, transform);
  };

  useLayoutEffect(() => {
    zoom.current = d3
      .zoom()
      .scaleExtent([0.15, 2.5])
      .on('zoom', (event) => {
        moved.current ||= Boolean(event.sourceEvent);
        content.current.setAttribute('transform', event.transform);
      });
    d3.select(svg.current).call(zoom.current).on('dblclick.zoom', null);
    const resized = new ResizeObserver(() => {
      const box = drawn.current.boxes.find((one) => one.id === focused.current);
      if (box) {
        // The panel has taken a part of the room: what it is about stays in sight, as large as it was.
        d3.select(svg.current).call(zoom.current.translateTo, box.x, box.y);
      } else if (!moved.current) {
        fit(false);
      }
    });
    resized.observe(svg.current);
    return () => resized.disconnect();
  }, []);

  useLayoutEffect(() => {
    if (!moved.current) {
      fit(false);
    }
  }, [graph]);
  useLayoutEffect(() => fit(false), fittedFor);

  /** A box that gets the focus by the keyboard comes into sight. */
  const show = (box) => {
    if (!svg.current) {
      // The picture is being removed.
      return;
    }
    const transform = d3.zoomTransform(svg.current);
    const [x, y] = transform.apply([box.x, box.y]);
    const {clientWidth: width, clientHeight: height} = svg.current;
    if (x < 60 || y < 40 || x > width - 60 || y > height - 40) {
      moved.current = true;
      move(d3.select(svg.current), true).call(zoom.current.translateTo, box.x, box.y);
    }
  };

  useEffect(() => {
    const found = graph.boxes.find((box) => isFound(box, search));
    if (found) {
      show(found);
    }
  }, [search]);

  const scale = (by) => {
    moved.current = true;
    move(d3.select(svg.current), true).call(zoom.current.scaleBy, by);
  };
  return h(
    Fragment,
    null,
    h(
      'svg',
      {ref: svg, class: 'graph', role: 'group', 'aria-label': `The deployment: ${plural(graph.boxes.length, 'box', 'boxes')}, ${plural(graph.arrows.length, 'arrow')}. The same as a table: the button above.`},
      h(
        'defs',
        null,
        ['flow', 'call', 'configured', 'failures'].map((style) =>
          h('marker', {key: style, id: 'tip-' + style, viewBox: '0 0 8 8', refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: 'auto-start-reverse', markerUnits: 'userSpaceOnUse'}, h('path', {class: 'tip ' + style, d: 'M0 0.5 8 4 0 7.5z'})),
        ),
      ),
      h(
        'g',
        {ref: content},
        graph.clusters.map((cluster) => h(Frame, {key: cluster.id, cluster})),
        graph.arrows.map((arrow) => h(Arrow, {key: arrow.id, arrow, figures, recent})),
        graph.boxes.map((box) =>
          box.type === 'group'
            ? h(GroupBox, {key: box.id, box, figures, recent, found: isFound(box, search), onToggle, onFocus: show})
            : h(NodeBox, {key: box.id, box, figures, found: isFound(box, search), chosen: box.id === chosen, onChoose, onFocus: show}),
        ),
        // After the boxes: a frame below may overlap.
        graph.clusters.map((cluster) => h(FrameTitle, {key: 'title ' + cluster.id, cluster, onToggle})),
      ),
    ),
    h(
      'div',
      {class: 'zoom', role: 'group', 'aria-label': 'Zoom'},
      h('button', {type: 'button', class: 'icon', 'aria-label': 'Zoom in', onClick: () => scale(1.35)}, '+'),
      h('button', {type: 'button', class: 'icon', 'aria-label': 'Zoom out', onClick: () => scale(1 / 1.35)}, '−'),
      h('button', {type: 'button', class: 'icon', 'aria-label': 'Fit', title: 'Fit', onClick: () => fit(true)}, '⤢'),
    ),
  );
}

/** A selection that moves at once, or in a moment where people have not asked for less motion. */
function move(selection, animate) {
  return animate && !matchMedia('(prefers-reduced-motion: reduce)').matches ? selection.transition().duration(220) : selection;
}

/** Enter and space do what a click does. */
function pressed(action) {
  return (event) => {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      action();
    }
  };
}

/** Where a frame begins; its title is in the upper part. */
function corner(cluster) {
  return `translate(${cluster.x - cluster.width / 2 - 8},${cluster.y - cluster.height / 2 - 26})`;
}

function Frame({cluster}) {
  return h('g', {class: 'cluster', transform: corner(cluster)}, h('rect', {width: cluster.width + 16, height: cluster.height + 34, rx: 14}));
}

function FrameTitle({cluster, onToggle}) {
  const collapse = () => onToggle(cluster.group);
  return h(
    'g',
    {
      class: 'cluster-title',
      transform: corner(cluster),
      role: 'button',
      tabIndex: 0,
      'aria-expanded': 'true',
      'aria-label': `Collapse ${cluster.group}`,
      onClick: collapse,
      onKeyDown: pressed(collapse),
    },
    h('rect', {class: 'hit', width: 24 + 8 * cluster.group.length, height: 24, rx: 8}),
    h('text', {x: 14, y: 17}, `− ${cluster.group}`),
  );
}

function Arrow({arrow, figures, recent}) {
  const records = sum(arrow.members, figures.edges, 'records');
  const lag = sum(arrow.members, figures.edges, 'lag');
  const failures = sum(arrow.members, figures.edges, 'failures');
  const perSecond = rateOf(recent, (counts) => sum(arrow.members, counts.edges, 'records'));
  const text = arrowText(records, lag, perSecond);
  const line = path(arrow.points);
  return h(
    'g',
    {class: `arrow-group ${arrow.style}${failures > 0 || (arrow.style === 'failures' && records > 0) ? ' troubled' : ''}`},
    h('path', {class: `arrow ${arrow.style}`, d: line, 'marker-end': `url(#tip-${arrow.style})`}),
    perSecond > 0 && h('path', {class: 'moving', d: line}),
    text && h('text', {class: 'arrow-text', x: arrow.text.x, y: arrow.text.y - 5, 'text-anchor': 'middle'}, text),
    failures > 0 && h('text', {class: 'arrow-text', x: arrow.text.x, y: arrow.text.y + 14, 'text-anchor': 'middle'}, `${count(failures)} failed`),
    h('title', null, arrow.members.map((edge) => `${edge.from} → ${edge.to}`).join('\n')),
  );
}

function NodeBox({box, figures, found, chosen, onChoose, onFocus}) {
  const [node] = box.members;
  const own = figures.nodes[node.id];
  const kind = KINDS[node.kind];
  const troubled = isTroubled(node, own);
  const text = figuresOf(node, own);
  const choose = () => onChoose(node.id);
  const state = [found && 'found', chosen && 'chosen', troubled && 'troubled'].filter(Boolean).join(' ');
  return h(
    'g',
    {
      class: `box ${node.kind.toLowerCase()} ${state}`,
      transform: `translate(${box.x - box.width / 2},${box.y - box.height / 2})`,
      role: 'button',
      tabIndex: 0,
      'data-node': node.id,
      'aria-label': `${kind.word} ${node.label}: ${text}${troubled ? ', with failures' : ''}`,
      'aria-pressed': chosen,
      onClick: choose,
      onKeyDown: pressed(choose),
      onFocus: () => onFocus(box),
    },
    h('title', null, node.name),
    h('rect', {width: box.width, height: box.height, rx: 10}),
    h('path', {class: 'sign', d: kind.sign, transform: 'translate(10,17)'}),
    h('text', {class: 'label', x: 42, y: 25}, fitting(shortLabel(box, node), 19)),
    h('text', {class: 'figures', x: 42, y: 43}, fitting(text, 24)),
    troubled && h('circle', {class: 'alarm', cx: box.width - 12, cy: 12, r: 5}),
  );
}

function GroupBox({box, figures, recent, found, onToggle, onFocus}) {
  const invocations = sum(box.members, figures.nodes, 'invocations');
  const cost = sum(box.members, figures.nodes, 'cost');
  const troubled = box.members.some((node) => isTroubled(node, figures.nodes[node.id]));
  const perSecond = rateOf(recent, (counts) => sum(box.members, counts.nodes, 'invocations'));
  const text = [plural(invocations, 'run'), perSecond > 0 && rate(perSecond), cost > 0 && dollars(cost)].filter(Boolean).join(' · ');
  const expand = () => onToggle(box.group);
  return h(
    'g',
    {
      class: `box group${found ? ' found' : ''}${troubled ? ' troubled' : ''}`,
      transform: `translate(${box.x - box.width / 2},${box.y - box.height / 2})`,
      role: 'button',
      tabIndex: 0,
      'data-group': box.group,
      'aria-expanded': 'false',
      'aria-label': `Expand ${box.group}: ${contents(box.members).join(', ')}; ${text}`,
      onClick: expand,
      onKeyDown: pressed(expand),
      onFocus: () => onFocus(box),
    },
    h('rect', {class: 'under', x: 5, y: 5, width: box.width, height: box.height, rx: 12}),
    h('rect', {width: box.width, height: box.height, rx: 12}),
    h('text', {class: 'label', x: 16, y: 26}, fitting(`+ ${box.group}`, 24)),
    h('text', {class: 'figures', x: 16, y: 48}, fitting(contents(box.members).slice(0, 2).join(', '), 30)),
    h('text', {class: 'figures strong', x: 16, y: 68}, text),
    troubled && h('circle', {class: 'alarm', cx: box.width - 14, cy: 14, r: 5}),
  );
}

/** In the frame of its group a name need not repeat that. */
function shortLabel(box, node) {
  const prefix = box.group.replaceAll('_', '-') + '-';
  return !box.alone && node.label.startsWith(prefix) ? node.label.slice(prefix.length) : node.label;
}

/** Text for a box: SVG does not cut it. The tooltip and the label for screen readers have all of it. */
function fitting(text, length) {
  return text.length > length ? text.slice(0, length - 1) + '…' : text;
}

function ResourceTable({deployment, figures, search, chosen, onChoose}) {
  const wanted = search.trim().toLowerCase();
  const rows = deployment.nodes.filter((node) => wanted === '' || node.name.toLowerCase().includes(wanted) || node.group.toLowerCase().includes(wanted));
  const labels = new Map(deployment.nodes.map((node) => [node.id, node.label]));
  const leads = (node) =>
    deployment.edges
      .filter((edge) => edge.from === node.id && edge.relation !== 'CONFIGURED')
      .map((edge) => labels.get(edge.to))
      .join(', ');
  return h(
    Fragment,
    null,
    h(DataTable, {
      caption: 'Resources of the deployment, what they have done and where they lead',
      rows,
      keyOf: (node) => node.id,
      selected: chosen,
      onSelect: (node) => onChoose(node.id),
      empty: h(Empty, {title: 'No resource has this name'}),
      columns: [
        {title: 'Resource', cell: (node) => node.label},
        {title: 'Kind', cell: (node) => KINDS[node.kind].word},
        {title: 'Part of', cell: (node) => node.group},
        {title: 'So far', cell: (node) => figuresOf(node, figures.nodes[node.id])},
        {title: 'Failures', numeric: true, cell: (node) => exact(figures.nodes[node.id]?.failures ?? 0)},
        {title: 'Leads to', wide: true, cell: leads},
      ],
    }),
    h('p', {class: 'note'}, `${count(rows.length)} of ${plural(deployment.nodes.length, 'resource')}`),
  );
}
