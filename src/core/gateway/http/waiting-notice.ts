import type { ExecutionEvent } from '../../coordination/types'

type Stage = Extract<ExecutionEvent, { type: 'stage' }>

/** Between two notices, ms. */
const pauseMs = 1_000

/** What a waiting client is told, on one line: `queued, 2 ahead, about 8 s`. Null for stages that are no waiting. */
export function describeWait({ stage, node, ahead, expectedMs }: Omit<Stage, 'type'>): string | null {
  if (stage !== 'queued' && stage !== 'waiting' && stage !== 'waking') return null
  const about = expectedMs === undefined ? '' : `, about ${Math.max(1, Math.round(expectedMs / 1000))} s`
  if (stage === 'waiting') return `waiting for a node to come back${about}`
  if (stage === 'waking') return `waking ${node}${about}`
  return `queued${ahead === undefined ? '' : `, ${ahead} ahead`}${about}`
}

export interface WaitingNotice {
  observe(stage: Stage): void
  /** Nothing more is said. */
  stop(): void
}

/**
 * Tells a client that waits for a slot or a node where it stands, and then what is new.
 * @param patienceMs before the first notice, which sends the head of the answer: until then a refusal has a status
 */
export function createWaitingNotice(say: (text: string) => void, patienceMs: number): WaitingNotice {
  let current: string | null = null
  let timer: NodeJS.Timeout | undefined
  let last: string | null = null

  function tell(): void {
    timer = undefined
    if (current === null || current === last) return
    last = current
    say(current)
    timer = setTimeout(tell, pauseMs)
  }
  function stop(): void {
    clearTimeout(timer)
    timer = undefined
    current = null
  }
  return {
    observe(stage) {
      const text = describeWait(stage)
      if (text === null) {
        stop()
        return
      }
      current = text
      timer ??= setTimeout(tell, last === null ? patienceMs : pauseMs)
    },
    stop,
  }
}
