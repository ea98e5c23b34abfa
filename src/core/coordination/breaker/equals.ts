import type { ClusterNode } from '../node'
import { isSameModel } from '../same-model'
import type { Pulse } from './pulse'

/** How the model does on the other nodes of the node's tier. */
export const equalsOf = (node: ClusterNode, model: string, all: Iterable<ClusterNode>): Pulse[] =>
  [...all]
    .filter(other => other !== node && other.spec.tier === node.spec.tier)
    .flatMap(other =>
      (other.probe?.models ?? [])
        .filter(({ name }) => isSameModel(name, model))
        .map(({ name }) => other.breakers.pulse(name)),
    )
