import type { Capability, ModelCapabilities } from '../../shared/entities'
import { HarombeError } from '../../shared/errors'
import type { InferenceRequest } from './protocol'

/** The last message is the beginning of the answer. */
export function isPrefill({ prompt, messages }: InferenceRequest): boolean {
  const last = messages.at(-1)
  return prompt === undefined && last?.role === 'assistant' && !last.toolCalls?.length
}

export const offersTools = ({ tools }: InferenceRequest): boolean => tools !== undefined && tools.length > 0

interface Need {
  capability: Capability
  what: string
  isNeeded(request: InferenceRequest): boolean
}

const needs: readonly Need[] = [
  {
    capability: 'completion',
    what: 'go on with a raw text',
    isNeeded: ({ prompt }) => prompt !== undefined,
  },
  {
    capability: 'vision',
    what: 'look at images',
    isNeeded: ({ messages }) => messages.some(({ images }) => images !== undefined && images.length > 0),
  },
  { capability: 'tools', what: 'call tools', isNeeded: offersTools },
  {
    capability: 'json',
    what: 'keep to a JSON format',
    isNeeded: ({ format }) => format !== undefined,
  },
  { capability: 'prefill', what: 'go on with an answer that was begun for it', isNeeded: isPrefill },
]

const cannot = (host: string, what: string) =>
  new HarombeError('NODE_REFUSED', `The server at ${host} cannot ${what}.`, {
    hint: 'Let another node answer.',
  })

/**
 * What the server as such cannot do is not even sent: some servers would leave it out and answer something else.
 * @throws HarombeError NODE_REFUSED
 */
export function assertSupported(
  request: InferenceRequest,
  supports: Readonly<ModelCapabilities>,
  host: string,
): void {
  const lacking = needs.find(need => supports[need.capability] === 'no' && need.isNeeded(request))
  if (lacking !== undefined) throw cannot(host, lacking.what)
}

/** @throws HarombeError NODE_REFUSED */
export function assertEmbeds(supports: Readonly<ModelCapabilities>, host: string): void {
  if (supports.embeddings === 'no') throw cannot(host, 'make embeddings')
}
