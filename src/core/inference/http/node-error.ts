import { z } from 'zod'
import { type ErrorCode, HarombeError } from '../../../shared/errors'
import { asNodeErrorCode, isErrorCode } from './peer-error'
import { plainExcerpt } from './plain-text'

/** What a server said when it did not answer the question. */
export interface Refusal {
  /** Null for an error inside a stream that began with 200. */
  status: number | null
  text: string
  /** The code inside the error body, if any: a harombe puts one of ours there. */
  code?: unknown
  retryAfterMs?: number | undefined
}

const named = z.object({ message: z.string(), code: z.unknown().optional(), type: z.unknown().optional() })
const errorBody = z.union([
  z.object({ error: z.union([z.string(), named]) }).transform(({ error }) => error),
  named,
  z.object({ detail: z.unknown() }).transform(({ detail }) => (typeof detail === 'string' ? detail : '')),
])

/**
 * What stands inside the error forms of Ollama, OpenAI, vLLM, FastAPI and harombe; empty when it is none of them.
 * A numeric code is the status the server would have answered with.
 */
export function readRefusal(value: unknown): Refusal {
  const parsed = errorBody.safeParse(value)
  if (!parsed.success) return { status: null, text: '' }
  if (typeof parsed.data === 'string') return { status: null, text: parsed.data }
  const { message, code } = parsed.data
  return {
    status: typeof code === 'number' && code >= 400 && code < 600 ? code : null,
    text: message,
    code,
  }
}

/** Seconds or an HTTP date, as milliseconds from `now`; at most ten minutes. Undefined when absent or unreadable. */
export function retryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined
  const value = /^\s*\d+(\.\d+)?\s*$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now
  return Number.isFinite(value) ? Math.min(Math.max(0, Math.round(value)), 600_000) : undefined
}

const saysContext =
  /context (length|window|size|limit)|maximum context|too many tokens|prompt is too long|exceeds? the (available|model'?s|maximum)|n_ctx/i
const saysLoading = /loading model|model is (still )?loading|model (is )?not ready/i
const saysMissing =
  /model .*(not found|does not exist|not exist|is not available)|(unknown|no such|invalid) model|not found, try pulling/i
const saysBusy = /server busy|overloaded|maximum pending|too many requests|queue is full/i
const saysMemory = /out of memory|more system memory|cudaMalloc|unable to allocate/i
const saysNoTools = /does not support tools|tool.?choice.*requires|enable-auto-tool-choice/i
/** Not found by the server's router rather than by its model list: this is some other kind of server. */
const saysNoRoute =
  /^\s*(<|404 page not found|cannot (get|post)|unexpected endpoint|(file )?not found\.?\s*$)/i

/**
 * One error for every way a server has of saying no. Text decides before the status where servers are known to use
 * the wrong one (llama.cpp: 500 for a prompt that is too long; anything: inside a 200 stream).
 */
export function nodeError(refusal: Refusal, host: string, model?: string): HarombeError {
  const { status } = refusal
  const { text, hint, code } = judge(refusal, host, model)
  return new HarombeError(code, text, {
    hint,
    data: {
      ...(status === null ? {} : { status }),
      ...(refusal.retryAfterMs === undefined ? {} : { retryAfterMs: refusal.retryAfterMs }),
    },
  })
}

function judge(
  { status, text, code }: Refusal,
  host: string,
  model: string | undefined,
): { code: ErrorCode; text: string; hint?: string } {
  const said = plainExcerpt(text)
  const because = said === '' ? '.' : `: ${said}`
  if (status !== null && status >= 300 && status < 400) {
    return {
      code: 'NODE_REFUSED',
      text: `${host} redirects to another address; that is not followed.`,
      hint: 'Write the final address into the configuration.',
    }
  }
  if (status === 401 || status === 403) {
    return {
      code: 'NODE_REFUSED',
      text: `${host} does not accept our token (HTTP ${status}).`,
      hint: 'Check auth_token of this node.',
    }
  }
  if (isErrorCode(code)) return { code: asNodeErrorCode(code), text: `${host} could not answer${because}` }
  if (saysLoading.test(said)) {
    return { code: 'NODE_LOADING', text: `${host} is still loading its model.`, hint: 'Wait a little.' }
  }
  if (status === 429 || status === 503 || saysBusy.test(said)) {
    return { code: 'NODE_BUSY', text: `${host} is busy${because}`, hint: 'Wait, or let another node answer.' }
  }
  if (saysContext.test(said)) {
    return {
      code: 'CONTEXT_TOO_LONG',
      text: `The conversation does not fit the model's context on ${host}${because}`,
      hint: 'Shorten it, or use a model or node with a longer context.',
    }
  }
  const isMissing = status === 404 && model !== undefined && !saysNoRoute.test(text)
  if (isMissing || saysMissing.test(said)) {
    return {
      code: 'MODEL_MISSING',
      text: model === undefined ? `${host} lacks the model${because}` : `${host} has no model "${model}".`,
      hint: 'Install the model there, or choose one that the node has.',
    }
  }
  if (status === 404) {
    return {
      code: 'MALFORMED_RESPONSE',
      text: `${host} answers, but not as this kind of server.`,
      hint: 'Check the port and the backend of the node.',
    }
  }
  if (saysMemory.test(said)) {
    return {
      code: 'NODE_ERROR',
      text: `${host} has not enough memory for the model${because}`,
      hint: 'Use a smaller model or a shorter context there.',
    }
  }
  if (saysNoTools.test(said)) {
    return {
      code: 'NODE_REFUSED',
      text: `The model on ${host} cannot use tools${because}`,
      hint: 'Choose a model that supports tools.',
    }
  }
  if (status !== null && status >= 400 && status < 500) {
    return { code: 'NODE_REFUSED', text: `${host} refused the request (HTTP ${status})${because}` }
  }
  if (status !== null && status < 300) {
    return {
      code: 'MALFORMED_RESPONSE',
      text: `${host} gave an unexpected answer (HTTP ${status})${because}`,
    }
  }
  const where = status === null ? '' : ` (HTTP ${status})`
  return {
    code: 'NODE_ERROR',
    text: `${host} reported an error${where}${because}`,
    hint: 'Look into the log of its server.',
  }
}
