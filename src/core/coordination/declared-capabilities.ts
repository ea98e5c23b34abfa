import { modelCapabilities } from '../../shared/entities'
import { isAskedFor } from './asked-name'
import type { KnownModel } from './capability-knowledge'
import type { DeclaredCapabilities, NodeSpec } from './node-spec'

const words = modelCapabilities.keyof().options
const negation = 'no-'

/** Reads words such as `vision` and `no-tools`; others are the user's own and mean nothing here. The last one counts. */
export function readDeclaredCapabilities(declared: readonly string[]): DeclaredCapabilities {
  const read: DeclaredCapabilities = {}
  for (const written of declared) {
    const word = written.trim().toLowerCase()
    const isDenied = word.startsWith(negation)
    const name = isDenied ? word.slice(negation.length) : word
    const capability = words.find(known => known === name)
    if (capability !== undefined) read[capability] = isDenied ? 'no' : 'yes'
  }
  return read
}

/**
 * What the user says of a model of the node. That something is there is said of the node's own model, or of all when it has
 * no model of its own; that something is not there, of all its models.
 */
export function declaredOf({ declared = {}, model: own }: NodeSpec, model: string): DeclaredCapabilities {
  const isOwn = own === '' || own === 'auto' || isAskedFor(model, own)
  const counting = Object.entries(declared).filter(([, ability]) => isOwn || ability === 'no')
  return Object.fromEntries(counting)
}

/** What the user says of a node wins over what was found. */
export const withDeclared = (known: KnownModel, spec: NodeSpec, model: string): KnownModel =>
  spec.declared === undefined ? known : { ...known, ...declaredOf(spec, model) }
