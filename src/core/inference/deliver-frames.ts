import type { HarombeError } from '../../shared/errors'
import type { InferenceFrame } from './protocol'

/**
 * Batches of frames on their way out one by one: what arrived together costs one turn of the generator, not one a frame.
 * A failure voids what is left of a batch and is the last frame. One call of `next` at a time, as `for await` makes them.
 */
export function deliverFrames(
  batches: AsyncGenerator<readonly InferenceFrame[], void>,
  failure: () => HarombeError | null,
): AsyncIterableIterator<InferenceFrame, void> {
  let batch: readonly InferenceFrame[] = []
  let position = 0
  const pull = async (): Promise<IteratorResult<InferenceFrame, void>> => {
    for (;;) {
      const { value, done } = await batches.next()
      if (done === true) return { value: undefined, done: true }
      const [first] = value
      if (first === undefined) continue
      batch = value
      position = 1
      return { value: first, done: false }
    }
  }
  const close = async (): Promise<IteratorResult<InferenceFrame, void>> => {
    batch = []
    await batches.return()
    return { value: undefined, done: true }
  }
  return {
    [Symbol.asyncIterator]() {
      return this
    },
    next() {
      const frame = batch[position]
      if (frame === undefined) return pull()
      position += 1
      const error = failure()
      if (error === null) return Promise.resolve({ value: frame, done: false })
      return close().then(() => ({ value: { type: 'error', error }, done: false }))
    },
    return: close,
  }
}
