import type { NodeView } from '../../shared/entities'
import type { StatusShape } from '../ui'

export interface StatusLook {
  shape: StatusShape
  label: string
}

/** It can be reached, but failed so often that nothing is sent to it for now. */
export const isResting = ({ status, breakers, model }: Pick<NodeView, 'status' | 'breakers' | 'model'>) =>
  status === 'online' && breakers.some(breaker => breaker.state === 'open' && breaker.model === model)

export type LookedAt = Pick<NodeView, 'status' | 'activeRequests' | 'breakers' | 'model'>

/** What a node's state looks like and is called. An online node with work in hand is "Answering". */
export function nodeStatusLook(node: LookedAt): StatusLook {
  switch (node.status) {
    case 'online':
      if (isResting(node) && node.activeRequests === 0) return { shape: 'warn', label: 'Failing' }
      return node.activeRequests > 0
        ? { shape: 'busy', label: 'Answering' }
        : { shape: 'ok', label: 'Online' }
    case 'offline':
      return { shape: 'danger', label: 'Offline' }
    case 'model_missing':
      return { shape: 'warn', label: 'Model missing' }
    case 'disabled':
      return { shape: 'off', label: 'Disabled' }
    case 'draining':
      return { shape: 'paused', label: 'Draining' }
    case 'unknown':
      return { shape: 'idle', label: 'Checking' }
  }
}
