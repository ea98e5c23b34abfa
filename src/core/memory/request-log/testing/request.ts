import type { RequestRecord } from '../../../../shared/entities'

/** An answer like any other. */
export const request = (changes: Partial<RequestRecord> = {}): RequestRecord => ({
  id: 'r1',
  startedAt: 1_750_000_000_000,
  origin: 'chat',
  kind: 'chat',
  outcome: 'complete',
  error: null,
  class: 'simple',
  wantedTier: 0,
  forced: 'none',
  node: 'mini',
  tier: 0,
  model: 'small',
  reason: 'A simple question: it is short.',
  queuedMs: 0,
  ttftMs: 120,
  durationMs: 900,
  promptTokens: 10,
  tokens: 20,
  spentTokens: 20,
  tokenSource: 'reported',
  tokensPerSecond: 30,
  failovers: [],
  ...changes,
})
