async (deployment, group) => {
  const {boxesOf, framed, path, placed} = await import('/app/flow/graph.js');
  const {contents, KINDS} = await import('/app/flow/kinds.js');
  // Where it is not known what a function does to a table, the table that it is configured with is shown.
  const isKnown = deployment.edges.some((edge) => edge.relation === 'WRITES');
  const drawn = new Set(['TRIGGERS', 'INVOKES', ...(isKnown ? ['WRITES', 'READS'] : ['CONFIGURED'])]);
  const groups = new Map(deployment.nodes.map((node) => [node.id, node.group]));
  const edges = deployment.edges.filter(
    (edge) => drawn.has(edge.relation) && groups.has(edge.from) && groups.has(edge.to) && (!group || (edge.relation === 'CONFIGURED' ? [groups.get(edge.from)] : [groups.get(edge.from), groups.get(edge.to)]).includes(group)),
  );
  const linked = new Set(edges.flatMap((edge) => [edge.from, edge.to]));
  const nodes = deployment.nodes.filter((node) => linked.has(node.id));
  // The neighbours of a pattern are alone, each in a group of its name.
  const part = {...deployment, edges, nodes: group ? nodes.map((node) => (node.group === group ? node : {...node, group: node.id})) : nodes};
  const graph = placed(boxesOf(part, new Set(group ? framed(part) : [])));
  const round = (n) => Math.round(n * 10) / 10;
  // A box has room for this many characters next to its sign.
  const fitting = (text) => (text.length > 20 ? text.slice(0, 19) + '…' : text);
  const prefix = group.replaceAll('_', '-') + '-';
  const label = (box) => {
    const text = box.type === 'group' ? box.group : box.members[0].label;
    return fitting(group && !box.alone && text.startsWith(prefix) ? text.slice(prefix.length) : text);
  };
  const note = (box) => {
    const [node] = box.members;
    if (box.type === 'group') {
      return contents(box.members).slice(0, 2).join(', ');
    }
    return node.kind === 'SCHEDULE' ? fitting(node.settings.Expression.replace(/^rate\((.+)\)$/, 'every $1')) : KINDS[node.kind].word;
  };
  const names = new Map(graph.boxes.map((box) => [box.id, label(box)]));
  const kinds = new Map(graph.boxes.map((box) => [box.id, box.type === 'group' ? 'GROUP' : box.members[0].kind]));
  const words = (arrow) => {
    const reads = arrow.members.some((edge) => edge.relation === 'READS');
    const writes = arrow.members.some((edge) => edge.relation === 'WRITES');
    const from = names.get(arrow.from);
    const to = names.get(arrow.to);
    if (arrow.style === 'flow') {
      return `${from} invokes ${to}`;
    }
    if (arrow.style === 'configured') {
      return `${from} uses ${to}`;
    }
    return writes ? `${from} ${reads ? 'reads and writes' : 'writes to'} ${to}` : `${to} reads ${from}`;
  };
  return {
    width: Math.ceil(graph.width + 16),
    height: Math.ceil(graph.height),
    boxes: graph.boxes.map((box) => ({
      x: round(box.x - box.width / 2),
      y: round(box.y - box.height / 2),
      width: box.width,
      height: box.type === 'group' ? 58 : box.height,
      kind: kinds.get(box.id).toLowerCase(),
      sign: KINDS[kinds.get(box.id)]?.sign ?? '',
      label: label(box),
      note: note(box),
    })),
    arrows: graph.arrows.map((arrow) => ({style: arrow.style === 'configured' ? 'call' : arrow.style, line: path(arrow.points), words: words(arrow)})),
    clusters: graph.clusters.map((cluster) => ({
      x: round(cluster.x - cluster.width / 2 - 8),
      y: round(cluster.y - cluster.height / 2 - 26),
      width: round(cluster.width + 16),
      height: round(cluster.height + 34),
      label: cluster.group.replaceAll('_', '-'),
    })),
  };
}
