import type { NodeView } from '../../shared/entities'
import type { StatusShape } from '../ui'

export interface StatusLook {
  shape: StatusShape
  label: string
}

/** What a node's state looks like and is called. An online node with work in hand is "Answering". */
export function nodeStatusLook(node: Pick<NodeView, 'status' | 'activeRequests'>): StatusLook {
  switch (node.status) {
    case 'online':
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
