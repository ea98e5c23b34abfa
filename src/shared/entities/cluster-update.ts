import type { ClusterUpdate, ClusterView } from './cluster'

export interface RevisedView {
  revision: number
  view: ClusterView
}

/** Applies an update to what the receiver has; returns null when it must subscribe again. */
export function applyClusterUpdate(current: RevisedView | null, update: ClusterUpdate): RevisedView | null {
  if (update.type === 'snapshot') return { revision: update.revision, view: update.view }
  if (current === null || update.revision !== current.revision + 1) return null
  const { view } = current
  const changed = new Map((update.nodes ?? []).map(node => [node.name, node]))
  const known = new Map(view.nodes.map(node => [node.name, changed.get(node.name) ?? node]))
  for (const [name, node] of changed) known.set(name, node)
  const order = update.order ?? view.nodes.map(node => node.name)
  return {
    revision: update.revision,
    view: {
      nodes: order.flatMap(name => known.get(name) ?? []),
      requests: update.requests ?? view.requests,
      summary: update.summary ?? view.summary,
      configProblem: update.configProblem === undefined ? view.configProblem : update.configProblem,
      demoRunning: update.demoRunning ?? view.demoRunning,
      servingPaused: update.servingPaused ?? view.servingPaused,
      convergence: update.convergence ?? view.convergence,
    },
  }
}
