import type { BackendKind } from '../../shared/entities'
import { type ErrorCode, HarombeError, isHarombeError } from '../../shared/errors'
import { createInferenceClient } from './create-inference-client'
import type { ProbeResult } from './protocol'

export interface DetectOptions {
  token?: string | undefined
  signal: AbortSignal
}

interface Candidate {
  backend: BackendKind
  /** A probe is lenient with a backend that was configured; here the answer must prove what it is. */
  isProof(result: ProbeResult): boolean
}

/**
 * By precedence: a harombe also speaks Ollama's and OpenAI's API, and an Ollama OpenAI's. llama.cpp serves a model list
 * under Ollama's path, so only a version proves an Ollama.
 */
const candidates: readonly Candidate[] = [
  { backend: 'harombe', isProof: ({ version, models }) => version !== null || models.length > 0 },
  { backend: 'ollama', isProof: ({ version }) => version !== null },
  { backend: 'openai', isProof: () => true },
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
  const clients = candidates.map(({ backend }) =>
    createInferenceClient({ baseUrl, backend, token: options.token }),
  )
  // Never rejects: the outcomes that are not waited for must not end the process.
  const outcomes = clients.map(client =>
    client
      .probe(options)
      .catch((error: unknown) =>
        isHarombeError(error) ? error : new HarombeError('INTERNAL', 'The check failed.', { cause: error }),
      ),
  )
  try {
    const errors: HarombeError[] = []
    for (const [index, { isProof }] of candidates.entries()) {
      const outcome = await outcomes[index]
      if (isHarombeError(outcome)) errors.push(outcome)
      else if (outcome !== undefined && isProof(outcome)) return outcome
    }
    throw mostTelling(errors, baseUrl)
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
