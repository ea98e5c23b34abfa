import { z } from 'zod'
import { HarombeError } from '../../../shared/errors'
import { asNodeErrorCode, isErrorCode } from './peer-error'
import { plainExcerpt } from './plain-text'
import { busy, missing, rules, type Speaker, type Verdict, verdictsByCode } from './refusal-rules'

/** What a server said when it did not answer the question. */
export interface Refusal {
  /** Null for an error inside a stream that began with 200. */
  status: number | null
  text: string
  /** The code inside the error body, if any: a harombe puts one of ours there. */
  code?: unknown
  /** The kind of error in the server's words, if any. */
  type?: unknown
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
  const { message, code, type } = parsed.data
  return {
    status: typeof code === 'number' && code >= 400 && code < 600 ? code : null,
    text: message,
    code,
    type,
  }
}

/** Seconds or an HTTP date, as milliseconds from `now`; at most ten minutes. Undefined when absent or unreadable. */
export function retryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined
  const value = /^\s*\d+(\.\d+)?\s*$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now
  return Number.isFinite(value) ? Math.min(Math.max(0, Math.round(value)), 600_000) : undefined
}

/** Not found by the server's router rather than by its model list: this is some other kind of server. */
const saysNoRoute =
  /^\s*(<|404 page not found|cannot (get|post|delete)|unexpected endpoint|(file )?not found\.?\s*$)/i

/**
 * One error for every way a server has of saying no.
 * @param model the one that was asked for, when that is what a 404 may mean
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

function judge(refusal: Refusal, host: string, model: string | undefined): Verdict {
  const { status, text, code } = refusal
  const said = plainExcerpt(text)
  const speaker: Speaker = { host, because: said === '' ? '.' : `: ${said}`, model }
  const { because } = speaker
  if (status !== null && status >= 300 && status < 400) {
    return {
      code: 'NODE_REFUSED',
      text: `${host} redirects to another address; that is not followed.`,
      hint: 'Write the final address into the configuration.',
    }
  }
  if (status === 401) {
    return {
      code: 'NODE_REFUSED',
      text: `${host} does not accept our token (HTTP 401).`,
      hint: 'Check auth_token of this node.',
    }
  }
  if (status === 403) {
    return {
      code: 'NODE_REFUSED',
      text: `${host} does not allow that (HTTP 403)${because}`,
      hint: 'Check auth_token of this node.',
    }
  }
  if (isErrorCode(code)) return { code: asNodeErrorCode(code), text: `${host} could not answer${because}` }
  const byCode = [code, refusal.type].map(name => verdictsByCode.get(String(name))).find(Boolean)
  if (byCode !== undefined) return byCode(speaker)
  const rule = rules.find(({ says, unless }) => says.test(said) && unless?.test(said) !== true)
  if (rule !== undefined) return rule.verdict(speaker)
  if (status === 429 || status === 503) return busy(speaker)
  if (status === 404 && model !== undefined && !saysNoRoute.test(text)) return missing(speaker)
  if (status === 404 || status === 405) {
    return {
      code: 'MALFORMED_RESPONSE',
      text: `${host} answers, but not as this kind of server.`,
      hint: 'Check the port and the backend of the node.',
    }
  }
  if (status !== null && ((status >= 400 && status < 500) || status === 501)) {
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
