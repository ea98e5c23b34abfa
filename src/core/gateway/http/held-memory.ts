import { HarombeError } from '../../../shared/errors'

/** What one answer keeps of itself. */
export interface HeldText {
  /** @throws HarombeError NODE_BUSY when all answers together hold too much, PAYLOAD_TOO_LARGE when this one does */
  take(text: string): void
  /** Gives back what was taken. Idempotent. */
  release(): void
}

export interface HeldMemory {
  open(): HeldText
}

const bytesPerUnit = 2

/** Bounds what answers hold that cannot be handed on part by part, each and all together. Bytes. */
export function createHeldMemory({ answer, total }: { answer: number; total: number }): HeldMemory {
  let held = 0
  return {
    open() {
      let own = 0
      return {
        take(text) {
          const bytes = text.length * bytesPerUnit
          if (own + bytes > answer) {
            throw new HarombeError('PAYLOAD_TOO_LARGE', 'The answer is too long to be held back.', {
              hint: 'Stream it, or set a limit of tokens.',
            })
          }
          if (held + bytes > total) {
            throw new HarombeError('NODE_BUSY', 'harombe holds back as much as it can.', {
              hint: 'Stream the answer, or try again in a moment.',
            })
          }
          own += bytes
          held += bytes
        },
        release() {
          held -= own
          own = 0
        },
      }
    },
  }
}
