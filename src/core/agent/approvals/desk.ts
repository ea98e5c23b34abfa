import type { Clock } from '../../../shared/clock'
import type { ApprovalRequest, ToolDecision } from '../../../shared/entities'
import { HarombeError } from '../../../shared/errors'
import { createLatestWatchers } from '../../../shared/latest-watchers'

/** How long a question can be decided, ms. */
export const approvalMs = 120_000
/** A page that is loaded anew is away for a moment; what it was shown waits that long for it, ms. */
export const absenceMs = 10_000
/** More would only be lost from sight. */
const maxWaiting = 64

export type ApprovalQuestion = Omit<ApprovalRequest, 'remainingMs'>

export interface ApprovalAnswer {
  decision: Extract<ToolDecision, 'approved' | 'denied' | 'expired' | 'nobody'> | 'cancelled'
  remember: boolean
  /** Told to the model with a refusal. */
  note: string | null
  /** Who decided; null where nobody did. */
  by: string | null
}

export interface ApprovalChoice {
  id: string
  digest: string
  approve: boolean
  remember: boolean
  note?: string | undefined
  by: string
}

/** Where calls wait for a person. Whoever watches is present. */
export interface ApprovalDesk {
  isAttended(): boolean
  /** As a person would see it now, with the time that is left. */
  describe(question: ApprovalQuestion): ApprovalRequest
  /** Never rejects. The signal takes the question back. */
  ask(question: ApprovalQuestion, signal: AbortSignal): Promise<ApprovalAnswer>
  /**
   * Decides one, once. @throws HarombeError NOT_FOUND when it was decided, has expired or was never asked; CONFLICT for another digest;
   * BAD_REQUEST for remembering what cannot be
   */
  decide(choice: ApprovalChoice): void
  /** All that waits, oldest first, now and after every change. */
  watch(signal: AbortSignal): AsyncIterable<ApprovalRequest[]>
  /** Denies all that waits and ends every watch. */
  stop(): void
}

interface Waiting {
  question: ApprovalQuestion
  dueAt: number
  settle(answer: ApprovalAnswer): void
}

const unanswered = (decision: ApprovalAnswer['decision']): ApprovalAnswer => ({
  decision,
  remember: false,
  note: null,
  by: null,
})

export function createApprovalDesk(clock: Pick<Clock, 'monotonic' | 'after'>): ApprovalDesk {
  const waiting = new Map<string, Waiting>()
  const watchers = createLatestWatchers()
  let present = 0
  let stopped = false
  let cancelAbsence = () => {}

  const withTime = ({ question, dueAt }: Waiting): ApprovalRequest => ({
    ...question,
    remainingMs: Math.max(0, dueAt - clock.monotonic()),
  })

  function settleAll(decision: 'nobody'): void {
    for (const { settle } of [...waiting.values()]) settle(unanswered(decision))
  }

  function leave(): void {
    present -= 1
    if (present === 0 && !stopped) cancelAbsence = clock.after(absenceMs, () => settleAll('nobody'))
  }

  return {
    isAttended: () => present > 0,
    describe: question => ({ ...question, remainingMs: approvalMs }),
    ask(question, signal) {
      if (signal.aborted) return Promise.resolve(unanswered('cancelled'))
      if (present === 0 || stopped) return Promise.resolve(unanswered('nobody'))
      if (waiting.size >= maxWaiting || waiting.has(question.id)) return Promise.resolve(unanswered('denied'))
      return new Promise(resolve => {
        const onAbort = () => settle(unanswered('cancelled'))
        const cancelExpiry = clock.after(approvalMs, () => settle(unanswered('expired')))
        function settle(answer: ApprovalAnswer): void {
          if (!waiting.delete(question.id)) return
          cancelExpiry()
          signal.removeEventListener('abort', onAbort)
          watchers.changed()
          resolve(answer)
        }
        signal.addEventListener('abort', onAbort, { once: true })
        waiting.set(question.id, { question, dueAt: clock.monotonic() + approvalMs, settle })
        watchers.changed()
      })
    },
    decide({ id, digest, approve, remember, note, by }) {
      const entry = waiting.get(id)
      // The timer may be late: what is over cannot be decided.
      if (entry === undefined || clock.monotonic() >= entry.dueAt) {
        throw new HarombeError('NOT_FOUND', 'This call does not wait for a decision any more.')
      }
      if (entry.question.digest !== digest) {
        throw new HarombeError('CONFLICT', 'What waits now is not what was shown.', {
          hint: 'Look at it again and decide anew.',
        })
      }
      if (remember && approve && !entry.question.canRemember) {
        throw new HarombeError(
          'BAD_REQUEST',
          'This call is asked for every time; it cannot be allowed for longer.',
        )
      }
      entry.settle({
        decision: approve ? 'approved' : 'denied',
        remember: approve && remember,
        note: note ?? null,
        by,
      })
    },
    async *watch(signal) {
      if (stopped) return
      present += 1
      cancelAbsence()
      try {
        yield* watchers.watch(() => [...waiting.values()].map(withTime), signal)
      } finally {
        leave()
      }
    },
    stop() {
      stopped = true
      settleAll('nobody')
      watchers.stop()
      cancelAbsence()
    },
  }
}
