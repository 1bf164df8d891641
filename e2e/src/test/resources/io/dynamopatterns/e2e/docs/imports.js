async (uses) => {
  const {dagre} = await import('/app/lib.js');
  const HEIGHT = 40;
  const MARGIN = 20;
  // A letter of a box's label is about this wide.
  const LETTER = 8.7;
  const round = (n) => Math.round(n * 10) / 10;
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({rankdir: 'TB', nodesep: 22, ranksep: 46, marginx: MARGIN, marginy: MARGIN});
  graph.setDefaultEdgeLabel(() => ({}));
  for (const label of Object.keys(uses)) {
    graph.setNode(label, {width: Math.ceil(label.length * LETTER) + 32, height: HEIGHT});
  }
  for (const [from, used] of Object.entries(uses)) {
    used.forEach((to) => graph.setEdge(from, to));
  }
  dagre.layout(graph);
  // From the middle of a lower side, through the free places between layers, to the middle of an upper side.
  const line = ({v, w}) => {
    const from = graph.node(v);
    const to = graph.node(w);
    const way = [{x: from.x, y: from.y + HEIGHT / 2}, ...graph.edge(v, w).points.slice(1, -1), {x: to.x, y: to.y - HEIGHT / 2}];
    return way.map((point, i) => `${i ? 'L' : 'M'}${round(point.x)},${round(point.y)}`).join('');
  };
  return {
    width: Math.ceil(graph.graph().width),
    height: Math.ceil(graph.graph().height),
    boxes: graph.nodes().map((label) => {
      const {x, y, width} = graph.node(label);
      return {x: round(x - width / 2), y: round(y - HEIGHT / 2), width, height: HEIGHT, kind: '', sign: '', label, note: ''};
    }),
    arrows: graph.edges().map((edge) => ({style: 'call', line: line(edge), words: `${edge.v} imports ${edge.w}`})),
    clusters: [],
  };
}
