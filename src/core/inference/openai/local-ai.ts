import { z } from 'zod'
import { type Ability, type ModelCapabilities, unknownCapabilities } from '../../../shared/entities'
import { createHttpConnection } from '../http/connection'
import { defaultTimeouts } from '../limits'
import { bareSummary } from '../model-library'
import type { ClientTarget } from '../protocol'
import type { ListedModel } from './models'

/** LocalAI lists there what each model can do; no other server has that address. */
export const localAiPath = '/v1/models/capabilities'

const list = z.object({
  data: z.array(z.object({ id: z.string(), capabilities: z.array(z.string()).nullable() })),
})

function capabilitiesOf(said: readonly string[] | null): ModelCapabilities {
  if (said === null) return { ...unknownCapabilities, prefill: 'no' }
  const ability = (word: string): Ability => (said.includes(word) ? 'yes' : 'no')
  return {
    ...unknownCapabilities,
    chat: ability('chat'),
    completion: ability('completion'),
    vision: ability('vision'),
    tools: ability('tools'),
    reasoning: ability('thinking'),
    embeddings: ability('embeddings'),
    prefill: 'no',
  }
}

/** `GET /v1/models/capabilities`; null when it is no such list. */
export function readLocalAiModels(value: unknown): ListedModel[] | null {
  const parsed = list.safeParse(value)
  if (!parsed.success) return null
  return parsed.data.data.map(({ id, capabilities }) => ({
    name: id,
    isLoaded: null,
    isLoading: false,
    loadedContext: null,
    instances: [],
    details: {
      ...bareSummary(id),
      capabilities: capabilitiesOf(capabilities),
      architecture: null,
      license: null,
    },
  }))
}

/** Whether a LocalAI listens there. Never throws. */
export async function isLocalAi(target: ClientTarget, signal: AbortSignal): Promise<boolean> {
  try {
    const connection = createHttpConnection(target, defaultTimeouts.connect)
    try {
      return readLocalAiModels((await connection.getJson(localAiPath, signal)).value) !== null
    } finally {
      await connection.close()
    }
  } catch {
    return false
  }
}
