import { type LoadedModel, type ModelSummary, unknownCapabilities } from '../../shared/entities'
import { HarombeError } from '../../shared/errors'
import type { ModelLibrary } from './protocol'

/** What is known of a model whose server tells its name and nothing else. */
export function bareSummary(name: string): ModelSummary {
  return {
    name,
    sizeBytes: null,
    digest: null,
    family: null,
    parameters: null,
    quantization: null,
    contextLength: null,
  }
}

export const bareLoaded = (name: string): LoadedModel => ({
  name,
  sizeBytes: null,
  vramBytes: null,
  contextLength: null,
  expiresAt: null,
})

const refused = (place: string, what: string) =>
  new HarombeError('NODE_REFUSED', `${place} does not let others ${what} its models.`, {
    hint: 'Do it on that machine.',
  })

/** For servers that serve what they were started with: nothing can be changed from outside. */
export function createFixedLibrary(place: string, describe: ModelLibrary['describe']): ModelLibrary {
  const refuse = (what: string) => Promise.reject(refused(place, what))
  return {
    abilities: { pull: false, remove: false, load: false, unload: false },
    describe,
    // biome-ignore lint/correctness/useYield: it fails before there is any progress
    async *pull() {
      throw refused(place, 'pull')
    },
    remove: () => refuse('delete'),
    load: () => refuse('load'),
    unload: () => refuse('unload'),
  }
}

/** What a server says of a model that says nothing. */
export const nothingKnown = (name: string) => ({
  ...bareSummary(name),
  capabilities: { ...unknownCapabilities },
  architecture: null,
  license: null,
})

/** Of a target that cannot be talked to as it is written: every call fails with the same reason. */
export function createUnusableLibrary(error: HarombeError): ModelLibrary {
  const refuse = () => Promise.reject(error)
  return {
    abilities: { pull: false, remove: false, load: false, unload: false },
    describe: refuse,
    // biome-ignore lint/correctness/useYield: it fails before there is any progress
    async *pull() {
      throw error
    },
    remove: refuse,
    load: refuse,
    unload: refuse,
  }
}
