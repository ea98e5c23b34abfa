import { HarombeError, isHarombeError } from '../../shared/errors'
import { createUnusableClient } from './create-client'
import { createOllamaClient } from './create-ollama-client'
import type { ClientFactory, ClientTarget, InferenceClient } from './protocol'

function create(target: ClientTarget): InferenceClient {
  switch (target.backend) {
    case 'ollama':
      return createOllamaClient(target)
    default:
      throw new HarombeError('CONFIG_INVALID', `The backend ${target.backend} cannot be used here.`)
  }
}

/** The client for a target. Never throws: one that cannot be used as written fails every call with CONFIG_INVALID. */
export const createInferenceClient: ClientFactory = target => {
  try {
    return create(target)
  } catch (error) {
    if (!isHarombeError(error)) throw error
    return createUnusableClient(target.backend, error)
  }
}
