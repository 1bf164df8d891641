import {dagre} from '../lib.js';

/**
 * From the deployment to boxes and arrows with places. Everything here is pure.
 *
 * @typedef {object} Box
 * @property {string} id
 * @property {'node'|'group'} type a group's box represents all its nodes
 * @property {string} group
 * @property {object[]} members the deployment's nodes that it represents
 * @property {number} x of its middle
 * @property {number} y
 * @property {number} width
 * @property {number} height
 *
 * @typedef {object} Arrow
 * @property {string} id
 * @property {string} from id of a box
 * @property {string} to
 * @property {'flow'|'call'|'configured'|'failures'} style
 * @property {object[]} members the deployment's edges that it represents
 * @property {{x: number, y: number}[]} points
 */

const ALL_OPEN = 20;

/** A group of at most this many nodes is always shown with them, and without a frame. */
const SMALL = 3;
const NODE = {width: 194, height: 58};
const GROUP = {width: 204, height: 82};

const STYLE = {
  TRIGGERS: 'flow',
  INVOKES: 'flow',
  WRITES: 'call',
  READS: 'call',
  CONFIGURED: 'configured',
  FAILURES: 'failures',
};

/** The nodes of each group, in their order. @param {object[]} nodes @returns {Map<string, object[]>} */
export function groupsOf(nodes) {
  const groups = new Map();
  for (const node of nodes) {
    if (!groups.has(node.group)) {
      groups.set(node.group, []);
    }
    groups.get(node.group).push(node);
  }
  return groups;
}

/**
 * The groups that are shown with their nodes at first: all of a small deployment, the small ones of
 * a large one.
 *
 * @param {{nodes: object[]}} deployment
 */
export function openAtFirst(deployment) {
  return new Set(deployment.nodes.length <= ALL_OPEN ? framed(deployment) : []);
}

/** The names of the groups that can be shown as one box. @param {{nodes: object[]}} deployment */
export function framed(deployment) {
  return [...groupsOf(deployment.nodes)].filter(([, nodes]) => nodes.length > SMALL).map(([name]) => name);
}

/**
 * The deployment without what has had nothing to do: paths of failures that nothing took, with the
 * queues and buckets at their end, and what functions are configured with and have not used.
 *
 * @param {{name: string, nodes: object[], edges: object[]}} deployment
 * @param {{nodes: object, edges: object}} figures
 */
export function busy(deployment, figures) {
  const edges = deployment.edges.filter(
    (edge) => edge.relation !== 'CONFIGURED' && (edge.relation !== 'FAILURES' || figures.nodes[edge.to]?.deadLetters > 0),
  );
  const ends = new Set(deployment.edges.filter((edge) => edge.relation === 'FAILURES').map((edge) => edge.to));
  const linked = new Set(edges.flatMap((edge) => [edge.from, edge.to]));
  return {...deployment, edges, nodes: deployment.nodes.filter((node) => linked.has(node.id) || (!ends.has(node.id) && (node.kind !== 'QUEUE' || figures.nodes[node.id]?.waiting > 0)))};
}

/**
 * Boxes and arrows without places: nodes of groups that are not open become one box, and the arrows
 * between two boxes one arrow of each style.
 *
 * @param {{nodes: object[], edges: object[]}} deployment
 * @param {Set<string>} open names of groups
 */
export function boxesOf(deployment, open) {
  const boxes = [];
  const boxOf = new Map();
  for (const [group, nodes] of groupsOf(deployment.nodes)) {
    const small = nodes.length <= SMALL;
    if (open.has(group) || small) {
      for (const node of nodes) {
        boxes.push({id: node.id, type: 'node', group, members: [node], alone: small, ...NODE});
        boxOf.set(node.id, node.id);
      }
    } else {
      const id = 'group ' + group;
      boxes.push({id, type: 'group', group, members: nodes, alone: false, ...GROUP});
      nodes.forEach((node) => boxOf.set(node.id, id));
    }
  }
  const arrows = new Map();
  for (const edge of writesFirst(deployment.edges)) {
    const from = boxOf.get(edge.from);
    const to = boxOf.get(edge.to);
    if (!from || !to || from === to) {
      continue;
    }
    const style = STYLE[edge.relation] ?? 'call';
    const id = `${from} → ${to} ${style}`;
    const back = style === 'call' && arrows.get(`${to} → ${from} ${style}`);
    if (back) {
      // A function that reads and writes has one arrow, in the direction of the writes.
      back.members.push(edge);
      continue;
    }
    if (!arrows.has(id)) {
      arrows.set(id, {id, from, to, style, members: []});
    }
    arrows.get(id).members.push(edge);
  }
  return {boxes, arrows: withoutRepeats([...arrows.values()])};
}

function writesFirst(edges) {
  return [...edges.filter((edge) => edge.relation !== 'READS'), ...edges.filter((edge) => edge.relation === 'READS')];
}

/** Where an arrow says that something was used, another that says that it may be adds nothing. */
function withoutRepeats(arrows) {
  const used = new Set(
    arrows.filter((arrow) => arrow.style !== 'configured').flatMap((arrow) => [arrow.from + '→' + arrow.to, arrow.to + '→' + arrow.from]),
  );
  return arrows.filter((arrow) => arrow.style !== 'configured' || !used.has(arrow.from + '→' + arrow.to));
}

/**
 * Gives places to boxes and arrows: layers from left to right.
 *
 * @param {{boxes: Box[], arrows: Arrow[]}} graph
 * @returns {{boxes: Box[], arrows: Arrow[], clusters: object[], width: number, height: number}}
 */
export function placed(graph) {
  const layout = new dagre.graphlib.Graph({compound: true, multigraph: true});
  layout.setGraph({rankdir: 'LR', nodesep: graph.boxes.some((box) => box.type === 'node' && !box.alone) ? 42 : 24, ranksep: 34, edgesep: 16, marginx: 20, marginy: 36});
  layout.setDefaultEdgeLabel(() => ({}));
  const clusters = new Map();
  for (const box of graph.boxes) {
    layout.setNode(box.id, {width: box.width, height: box.height});
    if (box.type === 'node' && !box.alone) {
      const id = 'cluster ' + box.group;
      if (!clusters.has(id)) {
        clusters.set(id, {id, group: box.group});
        layout.setNode(id, {});
      }
      layout.setParent(box.id, id);
    }
  }
  for (const arrow of graph.arrows) {
    layout.setEdge(arrow.from, arrow.to, {weight: WEIGHT[arrow.style], minlen: 1, ...LABEL}, arrow.id);
  }
  dagre.layout(layout);
  const {width = 0, height = 0} = layout.graph();
  return {
    boxes: graph.boxes.map((box) => ({...box, ...layout.node(box.id)})),
    arrows: graph.arrows.map((arrow) => ({
      ...arrow,
      ...labelled(layout, arrow),
    })),
    clusters: [...clusters.values()].map((cluster) => ({...cluster, ...layout.node(cluster.id)})),
    width,
    height,
  };
}

const LABEL = {width: 64, height: 16, labelpos: 'c'};
const WEIGHT = {flow: 4, call: 2, configured: 1, failures: 1};

/** The points of an arrow and the place of its text. */
function labelled(layout, arrow) {
  const edge = layout.edge({v: arrow.from, w: arrow.to, name: arrow.id});
  return {points: fromSides(edge.points, layout.node(arrow.from), layout.node(arrow.to)), text: {x: edge.x, y: edge.y}};
}

/** An arrow leaves in the middle of a side and arrives in the middle of one. */
function fromSides(points, from, to) {
  const way = from.x <= to.x ? 1 : -1;
  return [
    {x: from.x + (way * from.width) / 2, y: from.y},
    ...points.slice(1, -1),
    {x: to.x - (way * to.width) / 2, y: to.y},
  ];
}

/** A smooth line through points, from left to right or back. @param {{x: number, y: number}[]} points */
export function path(points) {
  const [first, ...rest] = points;
  let drawn = `M${round(first.x)},${round(first.y)}`;
  let at = first;
  for (const next of rest) {
    const bend = (next.x - at.x) / 2;
    drawn += `C${round(at.x + bend)},${round(at.y)} ${round(next.x - bend)},${round(next.y)} ${round(next.x)},${round(next.y)}`;
    at = next;
  }
  return drawn;
}

function round(n) {
  return Math.round(n * 10) / 10;
}

/** The sum of a figure over the edges or nodes that an arrow or box represents. */
export function sum(members, figures, name) {
  let all = 0;
  for (const member of members) {
    all += figures[member.id]?.[name] ?? 0;
  }
  return all;
}

/** Whether a box is found by a search. @param {Box} box @param {string} text */
export function isFound(box, text) {
  const wanted = text.trim().toLowerCase();
  return (
    wanted !== '' &&
    (box.group.toLowerCase().includes(wanted) || box.members.some((node) => node.name.toLowerCase().includes(wanted) || node.kind.toLowerCase() === wanted))
  );
}
