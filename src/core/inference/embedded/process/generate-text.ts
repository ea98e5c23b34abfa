import { HarombeError } from '../../../../shared/errors'
import type { CompleteTask } from '../messages'
import { evaluate } from './evaluate'
import type { Finished, Generation } from './generation'
import type { LlamaToken } from './llama-types'
import { assertFits, roomFor, samplingOf } from './sampling'

/** Goes on with a text, or fills a gap in one. @throws HarombeError, and what the package throws */
export async function generateText(task: CompleteTask, generation: Generation): Promise<Finished> {
  const { module, loaded, emit, signal } = generation
  const { model, context, sequence } = loaded
  const { infill, bos, shouldPrependBosToken } = model.tokens
  if (task.suffix !== undefined && (infill.prefix === null || infill.suffix === null)) {
    throw new HarombeError('NODE_REFUSED', 'This model cannot fill a gap in a text.', {
      hint: 'Use a model made for code, which knows a text before and one after the gap.',
    })
  }
  const text = model.tokenize(task.text, true)
  const suffix = task.suffix === undefined ? null : model.tokenize(task.suffix, true)
  const start: LlamaToken[] = shouldPrependBosToken && bos !== null ? [bos] : []
  const promptTokens =
    (text[0] === bos ? 0 : start.length) + text.length + (suffix === null ? 0 : suffix.length + 3)
  if (promptTokens === 0) throw new HarombeError('BAD_REQUEST', 'There is no text to go on with.')
  assertFits(promptTokens, context.contextSize)
  const input = text[0] === bos ? text.slice(start.length) : text
  if (suffix === null) {
    await evaluate(
      sequence,
      [...start, ...input],
      { fresh: task.seed !== undefined, batch: context.batchSize },
      signal,
    )
  }

  const writtenBefore = sequence.tokenMeter.usedOutputTokens
  const completion = new module.LlamaCompletion({ contextSequence: sequence })
  const options = {
    ...samplingOf(task),
    signal,
    maxTokens: roomFor(task.maxTokens, promptTokens, context.contextSize),
    onTextChunk(chunk: string) {
      if (chunk !== '') emit({ type: 'text', text: chunk })
    },
    contextShiftSize: 1,
    disableContextShift: true,
  }
  try {
    const { metadata } =
      suffix === null
        ? await completion.generateCompletionWithMeta(input, options)
        : await completion.generateInfillCompletionWithMeta(input, suffix, options)
    return {
      type: 'finished',
      reason: metadata.stopReason === 'maxTokens' ? 'length' : 'stop',
      promptTokens,
      completionTokens: sequence.tokenMeter.usedOutputTokens - writtenBefore,
    }
  } finally {
    completion.dispose()
  }
}
