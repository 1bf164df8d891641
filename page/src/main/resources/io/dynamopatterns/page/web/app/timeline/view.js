import {h, uPlot, useEffect, useLayoutEffect, useRef, useState} from '../lib.js';
import {clock, count, dollars, duration, exact} from '../format.js';
import {useStore} from '../store.js';
import {DataTable, Empty} from '../ui.js';
import {perSecond} from './series.js';

/** What was done over time. */
export const timeline = {
  id: 'timeline',
  title: 'Timeline',
  section: 'Overview',
  available: () => true,
  component: Timeline,
};

const HEIGHT = 118;

const CHARTS = [
  {id: 'lines', title: 'Records in', unit: '/s', series: (points) => perSecond(points, 'lines')},
  {id: 'writes', title: 'Writes', unit: '/s', series: (points) => perSecond(points, 'writes')},
  {id: 'invocations', title: 'Invocations', unit: '/s', series: (points) => perSecond(points, 'invocations')},
  {id: 'lag', title: 'Lag', unit: ' waiting', series: (points) => points.map((point) => point.totals.lag)},
];

function Timeline() {
  const points = useStore((state) => state.points);
  const slots = useStore((state) => state.slots);
  if (points.length < 2) {
    return h(Empty, {title: 'Nothing to draw yet'}, 'The first points appear within seconds of the start.');
  }
  const last = points[points.length - 1];
  return h(
    'div',
    {class: 'timeline'},
    h('p', {class: 'lead'}, `${duration(last.time - points[0].time)}, ${exact(last.totals.lines)} records in, ${exact(last.totals.invocations)} invocations, ${dollars(last.totals.dollars)}. Times are UTC.`),
    CHARTS.map((chart) => h(Chart, {key: chart.id, chart, points, slots})),
    h(Slots, {slots}),
  );
}

/** The theme's colours as the canvas takes them. */
function colours(element) {
  const style = getComputedStyle(element);
  const value = (name) => {
    element.style.color = `var(${name})`;
    const colour = style.color;
    element.style.color = '';
    return colour;
  };
  return {line: value('--accent'), fill: value('--accent-soft'), axis: value('--muted'), grid: value('--line'), slot: value('--warm')};
}

function Chart({chart, points, slots}) {
  const box = useRef(null);
  const plot = useRef(null);
  const latest = useRef({points, slots});
  latest.current = {points, slots};
  const [theme, setTheme] = useState(0);
  const values = chart.series(points);
  const shown = values[values.length - 1] ?? 0;

  useEffect(() => {
    const changed = () => setTheme((n) => n + 1);
    const query = matchMedia('(prefers-color-scheme: dark)');
    document.addEventListener('fleet-theme', changed);
    query.addEventListener('change', changed);
    return () => {
      document.removeEventListener('fleet-theme', changed);
      query.removeEventListener('change', changed);
    };
  }, []);

  useLayoutEffect(() => {
    const colour = colours(box.current);
    const axis = {stroke: colour.axis, grid: {stroke: colour.grid, width: 1}, ticks: {show: false}, font: '12px system-ui, sans-serif'};
    plot.current = new uPlot(
      {
        width: box.current.clientWidth,
        height: HEIGHT,
        tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
        cursor: {sync: {key: 'time'}, points: {size: 6}, y: false},
        legend: {show: false},
        padding: [6, 8, 0, 0],
        scales: {x: {time: true}, y: {range: (_, __, max) => [0, Math.max(1, max * 1.15)]}},
        axes: [{...axis, size: 28, space: 90, values: (_, seconds) => seconds.map((at) => clock(at * 1000))}, {...axis, size: 52, space: 26, values: (_, ticks) => ticks.map(count)}],
        series: [{}, {stroke: colour.line, fill: colour.fill, width: 2, points: {show: false}}],
        hooks: {
          draw: [(drawn) => drawSlots(drawn, latest.current.slots, colour.slot)],
          setCursor: [(drawn) => hover(drawn, box.current.parentElement.querySelector('.hover'), chart)],
        },
      },
      [[], []],
      box.current,
    );
    const resized = new ResizeObserver(() => plot.current.setSize({width: box.current.clientWidth, height: HEIGHT}));
    resized.observe(box.current);
    return () => {
      resized.disconnect();
      plot.current.destroy();
    };
  }, [theme]);

  useEffect(() => {
    plot.current.setData([points.map((point) => point.time / 1000), values]);
  }, [points, theme]);

  /** The cursor by the keyboard; Home and End are the first and the last point. */
  const move = (event) => {
    const step = {ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity}[event.key];
    if (step !== undefined) {
      event.preventDefault();
      const [times] = plot.current.data;
      const last = times.length - 1;
      const at = Math.max(0, Math.min(last, (plot.current.cursor.idx ?? last) + step));
      plot.current.setCursor({left: plot.current.valToPos(times[at], 'x'), top: 0});
    }
  };
  return h(
    'section',
    {class: 'chart', tabIndex: 0, onKeyDown: move, 'aria-label': `${chart.title}: now ${exact(Math.round(shown))}${chart.unit}`},
    h('h2', null, chart.title, h('span', {class: 'hover'}, `${count(shown)}${chart.unit}`)),
    h('div', {ref: box, class: 'plot', 'aria-hidden': 'true'}),
  );
}

/** A line for each slot that a schedule has run. */
function drawSlots(plot, slots, colour) {
  const {ctx, bbox} = plot;
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.setLineDash([3, 4]);
  for (const slot of slots) {
    const x = plot.valToPos(Date.parse(slot.time) / 1000, 'x', true);
    if (x >= bbox.left && x <= bbox.left + bbox.width) {
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
    }
  }
  ctx.restore();
}

function hover(plot, output, chart) {
  const {idx} = plot.cursor;
  const at = idx ?? plot.data[0].length - 1;
  if (at >= 0) {
    const value = plot.data[1][at];
    output.textContent = `${count(value)}${chart.unit}` + (idx === null || idx === undefined ? '' : ` at ${clock(plot.data[0][at] * 1000)}`);
  }
}

function Slots({slots}) {
  const newest = [...slots].reverse().slice(0, 20);
  return h(
    'section',
    {class: 'chart'},
    h('h2', null, 'Schedule slots'),
    h(DataTable, {
      caption: 'The last slots that schedules have run',
      rows: newest,
      keyOf: (slot) => slot.schedule + slot.slot + slot.time,
      empty: h(Empty, {title: 'No schedule has run yet'}),
      columns: [
        {title: 'Schedule', cell: (slot) => slot.schedule},
        {title: 'Slot', cell: (slot) => slot.slot.replace('T', ' ')},
        {title: 'Ran at', cell: (slot) => clock(slot.time)},
      ],
    }),
  );
}
