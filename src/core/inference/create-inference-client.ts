import { HarombeError, isHarombeError } from '../../shared/errors'
import { createUnusableClient } from './create-client'
import { createOllamaClient } from './create-ollama-client'
import { createOpenAiClient } from './create-openai-client'
import { createRemoteClient } from './create-remote-client'
import { embeddedUrl } from './embedded/embedded-url'
import type { ClientFactory, ClientTarget, InferenceClient } from './protocol'

export interface ClientSources {
  /** The engine of this process; without it a target with backend `embedded` cannot be used. */
  embedded?: { createClient(target: ClientTarget): InferenceClient } | undefined
}

function create(target: ClientTarget, { embedded }: ClientSources): InferenceClient {
  switch (target.backend) {
    case 'ollama':
      return createOllamaClient(target)
    case 'harombe':
      return createRemoteClient(target)
    case 'openai':
    case 'vllm':
    case 'sglang':
    case 'llamacpp':
      return createOpenAiClient({ ...target, backend: target.backend })
    case 'embedded':
      // Under any other address it is meant to be one of another machine.
      if (embedded !== undefined && target.baseUrl === embeddedUrl) return embedded.createClient(target)
      throw new HarombeError('CONFIG_INVALID', 'An embedded engine has no address to be reached at.', {
        hint: 'Run harombe on that machine and list it with backend: harombe; for this machine set inference.backend.',
      })
  }
}

/** Makes the client for a target. Never throws: one that cannot be used as written fails every call with CONFIG_INVALID. */
export function createInferenceClientFactory(sources: ClientSources): ClientFactory {
  return target => {
    try {
      return create(target, sources)
    } catch (error) {
      if (!isHarombeError(error)) throw error
      return createUnusableClient(target.backend, error)
    }
  }
}

/** For targets that have an address. */
export const createInferenceClient = createInferenceClientFactory({})
