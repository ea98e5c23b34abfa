import type { StoreApi } from 'zustand/vanilla'
import { stageText } from '../../../shared/entities/stage-words'
import { failoverText } from '../../components'
import { texts } from '../../texts'
import type { AnswerState } from './answer-state'

/** A stage that is over sooner is not worth a word. */
const settleMs = 1_500

const worthSaying = new Set<AnswerState['stage']>(['queued', 'waiting', 'waking', 'loading'])

/**
 * Says which long wait an answer has come to, once for each, and every seam at once. A place in the queue that moves up is
 * not said again: who listens is told that they wait, not counted down to. Returns how to end it.
 */
export function announceStages(store: StoreApi<AnswerState>, say: (text: string) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | null = null
  const cancel = () => {
    if (timer !== null) clearTimeout(timer)
    timer = null
  }
  const unsubscribe = store.subscribe((state, previous) => {
    const failover = state.failovers.at(-1)
    if (failover !== undefined && state.failovers.length > previous.failovers.length) {
      say(failoverText(failover, state.seam?.to ?? null, texts.t))
    }
    if (state.stage === previous.stage && state.stageNode === previous.stageNode) return
    cancel()
    if (!worthSaying.has(state.stage)) return
    timer = setTimeout(() => {
      const { stage, stageNode, ahead, expectedMs } = store.getState()
      say(stageText({ stage, node: stageNode, ahead, expectedMs }, texts.t))
    }, settleMs)
  })
  return () => {
    cancel()
    unsubscribe()
  }
}
