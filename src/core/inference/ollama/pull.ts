import { setTimeout } from 'node:timers/promises'
import { z } from 'zod'
import { HarombeError, isHarombeError } from '../../../shared/errors'
import { parseJson } from '../framing/parse-json'
import { createLineSplitter, type LineSplitter } from '../framing/split-lines'
import type { HttpConnection } from '../http/connection'
import { nodeError, readRefusal } from '../http/node-error'
import { plainExcerpt } from '../http/plain-text'
import { openScope } from '../http/request-scope'
import { limits } from '../limits'
import type { PullProgress } from '../protocol'
import { countOrNull } from '../untrusted-values'

const step = z.object({
  error: z.unknown().optional(),
  status: z.string().optional(),
  digest: z.string().max(256).optional(),
  total: countOrNull,
  completed: countOrNull,
})
type Step = z.infer<typeof step>

/** Parts of one model that are counted apart; no model has that many. */
const partLimit = 4096
/** No part is as large; the sum of so many such parts is still an exact number. */
const partBytes = 2 ** 40
/** After so much there is a pause: a server that never stops writing must not have the whole event loop. */
const burst = { lines: 256, characters: 256 * 1024, pauseMs: 25 } as const

export interface PullMeter {
  /** The progress after this step, or null when nothing has changed. */
  follow(step: Pick<Step, 'status' | 'digest' | 'total' | 'completed'>): PullProgress | null
}

/**
 * Sums up the parts of a model, which are announced one after the other and fetched several at a time. What was complete
 * stays so: a part that Ollama begins anew does not take progress back.
 */
export function createPullMeter(): PullMeter {
  const parts = new Map<string, { completed: number; total: number }>()
  const sum = { completed: 0, total: 0 }
  let last: PullProgress = { status: '', completedBytes: 0, totalBytes: null }
  return {
    follow({ status = '', digest, total, completed }) {
      if (digest !== undefined && (parts.has(digest) || parts.size < partLimit)) {
        const part = parts.get(digest) ?? { completed: 0, total: 0 }
        const whole = Math.max(part.total, Math.min(total ?? 0, partBytes))
        const fetched = Math.min(whole, Math.max(part.completed, completed ?? 0))
        sum.total += whole - part.total
        sum.completed += fetched - part.completed
        parts.set(digest, { total: whole, completed: fetched })
      }
      const next: PullProgress = {
        status: digest === undefined ? plainExcerpt(status, 80) : 'downloading',
        completedBytes: sum.completed,
        totalBytes: parts.size === 0 ? null : sum.total,
      }
      const isSame =
        next.status === last.status &&
        next.completedBytes === last.completedBytes &&
        next.totalBytes === last.totalBytes
      last = next
      return isSame ? null : next
    },
  }
}

function unknownModel(error: HarombeError, host: string, model: string): HarombeError {
  if (error.code !== 'MODEL_MISSING') return error
  return new HarombeError('MODEL_MISSING', `${host} finds no model "${model}" to pull.`, {
    hint: 'Check the name at ollama.com/library.',
    data: error.data,
  })
}

/**
 * `POST /api/pull`, which ends well with the status `success` and in no other way.
 * @param silence milliseconds without a word; checking a large model takes minutes in which Ollama says nothing
 * @throws HarombeError
 */
export async function* pullFromOllama(
  connection: HttpConnection,
  model: string,
  silence: number,
  caller: AbortSignal,
): AsyncGenerator<PullProgress, void> {
  const { host } = connection
  const scope = openScope(caller)
  const wait = () =>
    scope.expireAfter(silence, () => new HarombeError('TIMEOUT', `${host} fell silent while pulling.`))
  const meter = createPullMeter()
  // A download may take a day: its lines are bounded, their number is not.
  const lines = createLineSplitter(limits.lineBytes, Number.POSITIVE_INFINITY)
  /** Null once the model is there. */
  const read = (line: string): Step | null => {
    const value = parseJson(line)
    const parsed = step.safeParse(value)
    if (!parsed.success) {
      throw new HarombeError('MALFORMED_RESPONSE', `${host} answers, but not as one that pulls a model.`)
    }
    if (parsed.data.error) throw nodeError(readRefusal(value), host)
    return parsed.data.status === 'success' ? null : parsed.data
  }
  let lineCount = 0
  let characters = 0
  try {
    wait()
    const question = { method: 'POST', path: '/api/pull', accept: 'application/x-ndjson' } as const
    const answer = await connection.open({ ...question, body: { model, stream: true }, model }, scope.signal)
    for (;;) {
      const parts = await answer.next()
      scope.hold()
      for (const line of linesOf(lines, parts)) {
        const said = read(line)
        if (said === null) return
        const progress = meter.follow(said)
        if (progress !== null) yield progress
        lineCount += 1
        characters += line.length
        if (lineCount >= burst.lines || characters >= burst.characters) {
          lineCount = 0
          characters = 0
          await setTimeout(burst.pauseMs, undefined, { signal: scope.signal })
        }
        const failure = scope.failure()
        if (failure !== null) throw failure
      }
      if (parts === null) {
        throw new HarombeError('STREAM_CUT_OFF', `${host} stopped before the model was there.`)
      }
      wait()
    }
  } catch (error) {
    const failure = scope.failure()
    if (failure !== null) throw failure
    throw isHarombeError(error) ? unknownModel(error, host, model) : error
  } finally {
    scope.end()
  }
}

/** The lines that these bytes complete, without blank ones; with null what stands after the last line end. */
function* linesOf(lines: LineSplitter, parts: readonly Uint8Array[] | null): Generator<string, void> {
  if (parts === null) {
    const rest = lines.rest()
    if (rest !== null) yield rest
    return
  }
  for (const part of parts) {
    for (const line of lines.push(part)) if (line.trim() !== '') yield line
  }
}
