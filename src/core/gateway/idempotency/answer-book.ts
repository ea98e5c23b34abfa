import { HarombeError } from '../../../shared/errors'
import { createRecording, type RecordedAnswer, type Recording } from './recording'

export interface KeptAnswer extends RecordedAnswer {
  /** What it answers; see `fingerprintOf`. */
  fingerprint: string
}

/** Keeps answers for a day, over a restart. Bounded; never throws. core/memory has the one on disk. */
export interface AnswerArchive {
  find(scope: string): KeptAnswer | null
  keep(scope: string, answer: KeptAnswer): void
}

export type KeyedAnswer =
  | { kind: 'kept'; answer: KeptAnswer }
  /** `begins`: the caller has it answered, and calls `close` then. */
  | { kind: 'running'; recording: Recording; begins: boolean; close(isWorthKeeping: boolean): void }

export interface AnswerBookOptions {
  archive: AnswerArchive
  graceMs: number
  recordedAnswer: number
  recordedAnswers: number
}

/** Which answers run or were given under which key. */
export function createAnswerBook({ archive, graceMs, recordedAnswer, recordedAnswers }: AnswerBookOptions) {
  const running = new Map<string, { fingerprint: string; recording: Recording }>()
  let reserved = 0

  function assertSame(known: string, fingerprint: string): void {
    if (known === fingerprint) return
    throw new HarombeError('KEY_REUSED', 'This Idempotency-Key was used for another request.', {
      hint: 'Use a new key for every new request.',
      data: { param: 'Idempotency-Key' },
    })
  }

  return {
    /**
     * What there is under the key, or a new recording for it. One call decides, so of many at once one begins.
     * @throws HarombeError KEY_REUSED
     */
    open(scope: string, fingerprint: string): KeyedAnswer {
      const known = running.get(scope)
      // One that was given up is not joined: it would only be told so.
      if (known !== undefined && !known.recording.signal.aborted) {
        assertSame(known.fingerprint, fingerprint)
        return { kind: 'running', recording: known.recording, begins: false, close: () => undefined }
      }
      const kept = archive.find(scope)
      if (kept !== null) {
        assertSame(kept.fingerprint, fingerprint)
        return { kind: 'kept', answer: kept }
      }
      const recording = createRecording({
        graceMs,
        limit: recordedAnswer,
        reserve(bytes) {
          if (reserved + bytes > recordedAnswers) return false
          reserved += bytes
          return true
        },
        giveBack(bytes) {
          reserved -= bytes
        },
      })
      const entry = { fingerprint, recording }
      running.set(scope, entry)
      return {
        kind: 'running',
        recording,
        begins: true,
        close(isWorthKeeping) {
          const whole = isWorthKeeping ? recording.whole() : null
          if (whole !== null) archive.keep(scope, { ...whole, fingerprint })
          if (running.get(scope) === entry) running.delete(scope)
        },
      }
    },
    abortAll(reason: HarombeError): void {
      for (const { recording } of running.values()) recording.abort(reason)
    },
  }
}
export type AnswerBook = ReturnType<typeof createAnswerBook>

/** For a listener without a place to keep anything: what is over is forgotten. */
export const forgetfulArchive: AnswerArchive = { find: () => null, keep: () => undefined }
