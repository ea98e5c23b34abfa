import type { AnswerStage } from './chat'

export interface StageWords {
  stage: AnswerStage | null
  node: string | null
  ahead?: number | null | undefined
  expectedMs?: number | null | undefined
}

/** A guess is said in whole seconds or minutes: more would only pretend. */
function aboutText(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000))
  return seconds <= 90 ? `${seconds} s` : `${Math.round(seconds / 60)} min`
}

function queueText(ahead: number | null, expectedMs: number | null): string {
  const place =
    ahead === null ? 'Waiting for a free place' : ahead === 0 ? 'Next in line' : `In line, ${ahead} ahead`
  return expectedMs === null ? place : `${place}, about ${aboutText(expectedMs)}`
}

/** What a waiting user is told, in the order it happens. */
export function stageText({ stage, node, ahead = null, expectedMs = null }: StageWords): string {
  const where = node === null ? '' : ` on ${node}`
  switch (stage) {
    case null:
    case 'routing':
      return node === null ? 'Choosing a node' : `Going on with ${node}`
    case 'queued':
      return queueText(ahead, expectedMs)
    case 'waiting': {
      const limit = expectedMs === null ? '' : `, up to ${aboutText(expectedMs)}`
      return `No node can answer now. Waiting for one to come back${limit}`
    }
    case 'connecting':
      return node === null ? 'Connecting' : `Connecting to ${node}`
    case 'loading':
      return expectedMs === null
        ? `Loading the model${where}`
        : `Loading the model${where}, takes about ${aboutText(expectedMs)}`
    case 'reading':
      return `Reading${where}`
    case 'writing':
      return `Writing${where}`
  }
}
