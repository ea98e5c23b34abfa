import type { ExecutionEvent } from '../../coordination/types'

type Stage = Extract<ExecutionEvent, { type: 'stage' }>

/** A client waits this long before the head of its answer is sent to say so: until then a refusal has a status, ms. */
const patienceMs = 2_000
/** Between two notices, ms. */
const pauseMs = 1_000

/** What a waiting client is told, on one line: `queued, 2 ahead, about 8 s`. Null for stages that are no waiting. */
export function describeWait({ stage, ahead, expectedMs }: Omit<Stage, 'type'>): string | null {
  if (stage !== 'queued' && stage !== 'waiting') return null
  const about = expectedMs === undefined ? '' : `, about ${Math.max(1, Math.round(expectedMs / 1000))} s`
  if (stage === 'waiting') return `waiting for a node to come back${about}`
  return `queued${ahead === undefined ? '' : `, ${ahead} ahead`}${about}`
}

export interface WaitingNotice {
  observe(stage: Stage): void
  /** Nothing more is said. */
  stop(): void
}

/** Tells a client that waits for a slot or a node where it stands: when it has waited for a while, and then what is new. */
export function createWaitingNotice(say: (text: string) => void): WaitingNotice {
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
