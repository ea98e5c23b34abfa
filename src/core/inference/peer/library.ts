import { type ModelCapabilities, unknownCapabilities } from '../../../shared/entities'
import { HarombeError, hasCode, isHarombeError } from '../../../shared/errors'
import type { HttpConnection } from '../http/connection'
import { createFixedLibrary, nothingKnown } from '../model-library'
import { createOllamaDescriber, createOllamaMemory, removeOllamaModel } from '../ollama/library'
import { pullFromOllama } from '../ollama/pull'
import type { ClientTimeouts, ModelLibrary } from '../protocol'
import type { PeerLists } from './look'

const unknown: Readonly<ModelCapabilities> = unknownCapabilities

/** Work on another machine's models is for those who may manage it; a token for questions is not enough. */
function forAdmins(error: unknown, host: string): unknown {
  const status = isHarombeError(error) ? error.data?.status : undefined
  if (!hasCode(error, 'NODE_REFUSED') || (status !== 401 && status !== 403)) return error
  return new HarombeError('NODE_REFUSED', `${host} lets only its admin change its models.`, {
    hint: 'Put an admin token of that harombe into auth_token of this node, or do it there.',
    data: error.data,
  })
}

/**
 * Another harombe answers for its models as Ollama does; a Python one not at all. Whoever may ask it may have a model
 * loaded, with the context length and the patience it has settled on itself; the rest is for its admin. A pull there goes
 * on when we leave: it is cancelled there.
 */
export function createPeerLibrary(
  connection: HttpConnection,
  timeouts: ClientTimeouts,
  lists: PeerLists,
): ModelLibrary {
  const { host } = connection
  const describe = createOllamaDescriber(connection, unknown)
  const memory = createOllamaMemory(connection, timeouts)
  const fixed = createFixedLibrary(host, async (model, options) => {
    try {
      return await describe(model, options)
    } catch (error) {
      if (hasCode(error, 'MALFORMED_RESPONSE')) return nothingKnown(model)
      throw error
    }
  })
  return {
    ...fixed,
    get abilities() {
      const { isKnown } = lists
      return { pull: isKnown, remove: isKnown, load: isKnown, unload: isKnown }
    },
    async *pull(model, options) {
      try {
        const patience = options.firstTokenMs ?? timeouts.firstToken
        yield* pullFromOllama(connection, model, patience, options.signal)
      } catch (error) {
        throw forAdmins(error, host)
      }
    },
    async remove(model, options) {
      try {
        await removeOllamaModel(connection, model, options)
      } catch (error) {
        throw forAdmins(error, host)
      }
    },
    load: (model, _wanted, options) => memory.load(model, {}, options),
    async unload(model, options) {
      try {
        await memory.unload(model, options)
      } catch (error) {
        throw forAdmins(error, host)
      }
    },
  }
}
