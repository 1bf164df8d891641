import {runs} from '../patterns.js';

/** The tables whose changes a history records, from the graph of the deployment. */
export function recordedTables(deployment) {
  const nodes = new Map(deployment.nodes.map((node) => [node.id, node]));
  const tables = deployment.edges
    .filter((edge) => edge.relation === 'TRIGGERS')
    .filter((edge) => nodes.get(edge.from)?.kind === 'TABLE' && nodes.has(edge.to) && runs(nodes.get(edge.to), 'history', 'RecordHandler'))
    .map((edge) => nodes.get(edge.from));
  return [...new Map(tables.map((table) => [table.name, table])).values()];
}
