import type { EngineStatus, NodeView } from '../../../shared/entities'
import { backendNames } from '../../../shared/entities/backend-names'

export interface EngineOffer {
  /** The server that answers for this machine now and would no more; null when none does. */
  replaces: { backend: string; url: string } | null
}

/** Whether this machine can be let answer with the engine; null when it does already or there is no engine. */
export function engineOffer(
  { state }: Pick<EngineStatus, 'state'>,
  nodes: readonly Pick<NodeView, 'origin' | 'backend' | 'status' | 'url'>[],
): EngineOffer | null {
  const own = nodes.find(({ origin }) => origin === 'local')
  if (state !== 'ready' || own?.backend === 'embedded') return null
  const answers = own?.status === 'online' || own?.status === 'model_missing'
  return {
    replaces: own !== undefined && answers ? { backend: backendNames[own.backend], url: own.url } : null,
  }
}
