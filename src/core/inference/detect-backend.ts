import { type ErrorCode, HarombeError, isHarombeError } from '../../shared/errors'
import { createInferenceClient } from './create-inference-client'
import { isLocalAi } from './openai/local-ai'
import type { InferenceClient, ProbeResult } from './protocol'

export interface DetectOptions {
  token?: string | undefined
  signal: AbortSignal
}

type Asked = 'harombe' | 'openai' | 'ollama'

interface Candidate {
  asked: Asked
  /** A probe is lenient with a backend that was configured; here the answer must prove what it is. */
  isProof(result: ProbeResult): boolean
}

/**
 * By precedence. A harombe also speaks Ollama's and OpenAI's API, and an Ollama OpenAI's; vLLM, SGLang and llama.cpp sign
 * their OpenAI models, whatever they imitate besides. llama.cpp serves a model list under Ollama's path, so only a version
 * proves an Ollama.
 */
const candidates: readonly Candidate[] = [
  { asked: 'harombe', isProof: ({ version, models }) => version !== null || models.length > 0 },
  { asked: 'openai', isProof: ({ backend }) => backend !== 'openai' && backend !== 'harombe' },
  { asked: 'ollama', isProof: ({ version }) => version !== null },
  { asked: 'openai', isProof: () => true },
]

/** Of three failures, the one that tells most about what is wrong. */
const telling: readonly ErrorCode[] = [
  'CANCELLED',
  'CONFIG_INVALID',
  'NODE_LOADING',
  'NODE_REFUSED',
  'NODE_BUSY',
]

/**
 * Finds out what kind of server listens at an address. Asks in all protocols at once and believes the first, by
 * precedence, that proves itself.
 * @throws HarombeError NODE_UNREACHABLE when nothing answers, MALFORMED_RESPONSE when it is none of them, or what the
 * server refused with
 */
export async function detectBackend(baseUrl: string, options: DetectOptions): Promise<ProbeResult> {
  const clients: InferenceClient[] = []
  const probe = (backend: Asked): Promise<ProbeResult | HarombeError> => {
    const client = createInferenceClient({ baseUrl, backend, token: options.token })
    clients.push(client)
    // Never rejects: the outcomes that are not waited for must not end the process.
    return client
      .probe(options)
      .catch((error: unknown) =>
        isHarombeError(error) ? error : new HarombeError('INTERNAL', 'The check failed.', { cause: error }),
      )
  }
  const outcomes = { harombe: probe('harombe'), openai: probe('openai'), ollama: probe('ollama') }
  // LocalAI imitates Ollama, version and all.
  const localAi = isLocalAi({ baseUrl, backend: 'openai', token: options.token }, options.signal)
  try {
    const errors = new Set<HarombeError>()
    for (const { asked, isProof } of candidates) {
      const outcome = await outcomes[asked]
      if (isHarombeError(outcome)) errors.add(outcome)
      else if (isProof(outcome) && !(asked === 'ollama' && (await localAi))) return outcome
    }
    throw mostTelling([...errors], baseUrl)
  } finally {
    await Promise.all(clients.map(client => client.close()))
  }
}

function mostTelling(errors: readonly HarombeError[], baseUrl: string): HarombeError {
  for (const code of telling) {
    const found = errors.find(error => error.code === code)
    if (found !== undefined) return found
  }
  const isAnswered = errors.some(error => error.code !== 'NODE_UNREACHABLE' && error.code !== 'TIMEOUT')
  const [first] = errors
  if (first !== undefined && !isAnswered) return first
  return new HarombeError(
    'MALFORMED_RESPONSE',
    `Something answers at ${baseUrl}, but it is neither harombe nor Ollama nor an OpenAI-compatible server.`,
    {
      hint: 'Check the port. Usual ones: Ollama 11434, harombe and vLLM 8000, llama.cpp 8080, LM Studio 1234.',
    },
  )
}
