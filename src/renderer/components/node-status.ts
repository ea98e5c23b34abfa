import type { NodeView } from '../../shared/entities'
import type { Translate } from '../../shared/texts/translator'
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
export function nodeStatusLook(node: LookedAt, t: Translate): StatusLook {
  const { shape, word } = lookOf(node)
  return { shape, label: t(`words.nodeStatus.${word}`) }
}

function lookOf(node: LookedAt) {
  switch (node.status) {
    case 'online':
      if (isResting(node) && node.activeRequests === 0) return { shape: 'warn', word: 'failing' } as const
      if (node.activeRequests > 0) return { shape: 'busy', word: 'answering' } as const
      return { shape: 'ok', word: 'online' } as const
    case 'offline':
      return { shape: 'danger', word: 'offline' } as const
    case 'model_missing':
      return { shape: 'warn', word: 'model_missing' } as const
    case 'disabled':
      return { shape: 'off', word: 'disabled' } as const
    case 'draining':
      return { shape: 'paused', word: 'draining' } as const
    case 'unknown':
      return { shape: 'idle', word: 'unknown' } as const
  }
}
