import type { AskEvent } from '../../shared/contract/chat'

type Of<T extends AskEvent['type']> = Extract<AskEvent, { type: T }>

export const finished: Of<'finished'> = {
  type: 'finished',
  route: {
    classification: { class: 'simple', tier: 0, reasons: ['short'], estimatedTokens: 3, gates: [] },
    wantedTier: 0,
    forced: 'none',
    requirements: [],
    candidates: [],
    reason: 'short question',
  },
  answeredBy: { node: 'mini', tier: 0, model: 'small', simulated: true },
  metrics: {
    ttftMs: 4,
    durationMs: 9,
    promptTokens: 3,
    tokens: 2,
    tokenSource: 'reported',
    tokensPerSecond: 200,
  },
  failovers: [],
}

export const failedOver = (
  next: string | null,
  mode: 'restart' | 'continue' = 'restart',
): Of<'failedOver'> => ({
  type: 'failedOver',
  failover: {
    node: 'mini',
    tier: 0,
    stage: 'mid_answer',
    mode,
    error: { code: 'NODE_UNREACHABLE', message: 'It went away.', retryable: true },
  },
  next,
})
