import {
  type Ability,
  type Capability,
  type ModelCapabilities,
  modelCapabilities,
  type NodeModel,
  unknownCapabilities,
} from '../../../shared/entities'

export type PartialCapabilities = Partial<Record<Capability, Ability>>

/** What there is to know of one model on one node, weakest first. What the user declares wins over all of it, elsewhere. */
export interface Evidence {
  /** From the kind of server, or in lack of anything else from the name. */
  assumed: PartialCapabilities
  /** What the server says of the model. */
  declared: PartialCapabilities | null
  /** What was tried on that node. */
  proven: PartialCapabilities
}

const names = modelCapabilities.keyof().options

const says = (source: PartialCapabilities | null): boolean =>
  source !== null && names.some(name => (source[name] ?? 'unknown') !== 'unknown')

/** The stronger wins; `unknown` never hides what somebody else knows. */
export function mergeCapabilities({ assumed, declared, proven }: Evidence): {
  capabilities: ModelCapabilities
  evidence: NodeModel['evidence']
} {
  const capabilities = { ...unknownCapabilities }
  for (const source of [assumed, declared ?? {}, proven]) {
    for (const name of names) {
      const said = source[name] ?? 'unknown'
      if (said !== 'unknown') capabilities[name] = said
    }
  }
  return { capabilities, evidence: says(proven) ? 'proven' : says(declared) ? 'declared' : 'assumed' }
}

/** Models made for embeddings have it in their names, or one of these families. */
const embeddingName = /embed|(?:^|[/_.-])(?:bge|e5|gte|minilm)(?:$|[/_.:-])/i

/**
 * The one thing a name is asked for, and only where the server tells nothing of the model: a list that is offered for
 * embeddings would be empty otherwise. It is an assumption, never a proof.
 */
export const assumedFromName = (model: string): PartialCapabilities =>
  embeddingName.test(model) ? { embeddings: 'yes' } : {}
