import type { LlamaSequence, LlamaToken } from './llama-types'

/** Between two slices a cancellation is heard; a slice is to take about this long, ms. */
const sliceMs = 400
const smallestSlice = 32

/**
 * Takes in a prompt up to its last token, in slices, because the package itself cannot be stopped while it does. What it
 * still has of the conversation is used, unless `fresh`: a seed gives the same answer only from the same state.
 * @throws the signal's reason
 */
export async function evaluate(
  sequence: LlamaSequence,
  prompt: readonly LlamaToken[],
  { fresh, batch }: { fresh: boolean; batch: number },
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted()
  if (fresh) await sequence.clearHistory()
  const wanted = prompt.slice(0, -1)
  await sequence.adaptStateToTokens(wanted, false)
  let slice = fresh ? batch : Math.min(batch, smallestSlice * 2)
  let next = sequence.nextTokenIndex
  while (next < wanted.length) {
    signal.throwIfAborted()
    const tokens = wanted.slice(next, next + slice)
    const startedAt = performance.now()
    await sequence.evaluateWithoutGeneratingNewTokens(tokens)
    next += tokens.length
    const tookMs = Math.max(1, performance.now() - startedAt)
    // Slices of one size for a seed: sums in another order could end in another token.
    if (!fresh) {
      slice = Math.min(batch, Math.max(smallestSlice, Math.round((tokens.length / tookMs) * sliceMs)))
    }
  }
  signal.throwIfAborted()
}
