import { type EngineReply, type EngineTask, isLast } from '../messages'
import type { EngineLink, TaskEnd } from './engine-link'

/**
 * The replies to one task, in batches of what arrived together. Leaving the loop gives the task up.
 * @returns null after the last reply, else how the process was lost. @throws the signal's reason
 */
export async function* followTask(
  link: EngineLink,
  task: EngineTask,
  signal: AbortSignal,
): AsyncGenerator<readonly EngineReply[], TaskEnd | null> {
  let replies: EngineReply[] = []
  let lost: TaskEnd | null = null
  let isOver = false
  let arrival = Promise.withResolvers<void>()
  const giveUp = link.ask(task, {
    onReply(reply) {
      replies.push(reply)
      isOver = isLast(reply)
      arrival.resolve()
    },
    onLost(end) {
      lost = end
      arrival.resolve()
    },
  })
  const onAbort = () => arrival.resolve()
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    for (;;) {
      signal.throwIfAborted()
      if (replies.length > 0) {
        const batch = replies
        replies = []
        yield batch
      } else if (isOver) return null
      else if (lost !== null) return lost
      else {
        arrival = Promise.withResolvers()
        await arrival.promise
      }
    }
  } finally {
    signal.removeEventListener('abort', onAbort)
    giveUp()
  }
}
