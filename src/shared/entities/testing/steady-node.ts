import type { ActiveRequest, NodeView } from '..'

/** A node that nothing ever happened to. */
export const steadyNode = {
  weight: 1,
  slowStart: 1,
  queued: 0,
  breakers: [],
  incidents: [],
  paces: [],
} satisfies Partial<NodeView>

/** A request that a node is answering. */
export const runningRequest = { state: 'running', ahead: null } satisfies Partial<ActiveRequest>
