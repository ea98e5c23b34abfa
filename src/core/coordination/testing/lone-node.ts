import { systemClock } from '../../../shared/clock'
import { createIncidentBook } from '../health/incidents'
import { type ClusterNode, createClusterNode, type NodeSurroundings } from '../node'
import type { NodeSpec } from '../node-spec'

/** A node that is part of no cluster. */
export const loneNode = (spec: NodeSpec, surroundings: Partial<NodeSurroundings> = {}): ClusterNode =>
  createClusterNode(
    spec,
    { activeRequests: 0 },
    {
      clock: systemClock,
      random: Math.random,
      countsFaults: () => true,
      lostTimeSince: () => false,
      incidents: createIncidentBook(systemClock, null),
      equals: () => [],
      onChanged: () => undefined,
      onAnswered: () => undefined,
      ...surroundings,
    },
  )
