import { HarombeError, isHarombeError } from '../../../../shared/errors'
import { plainExcerpt } from '../../http/plain-text'
import type { LlamaModule } from './llama-types'

const textOf = (thrown: unknown) => plainExcerpt(thrown instanceof Error ? thrown.message : String(thrown))

export const contextTooLong = (needed: number, available: number) =>
  new HarombeError(
    'CONTEXT_TOO_LONG',
    `The conversation has ${needed} tokens, and the model is loaded for ${available}.`,
    {
      hint: 'Shorten it, or set a larger model.context_length in harombe.yaml.',
      data: { needed, available },
    },
  )

/** What the package throws, in our words. */
export function toHarombeError(thrown: unknown, module: LlamaModule | null, doing: string): HarombeError {
  if (isHarombeError(thrown)) return thrown
  if (module !== null && thrown instanceof module.NoBinaryFoundError) {
    return new HarombeError('CONFIG_INVALID', 'The installed engine does not run on this machine.', {
      hint: 'Set inference.embedded.gpu to auto or cpu, or install the engine again with `harombe engine install`.',
    })
  }
  // Numbers such as 1e9999 are within the package's grammar and beyond what JSON.parse makes of them.
  if (module !== null && thrown instanceof module.LlamaJsonSchemaValidationError) {
    return new HarombeError(
      'MALFORMED_RESPONSE',
      'The model called a tool with arguments that do not fit it.',
      {
        cause: thrown,
      },
    )
  }
  const lacksMemory =
    (module !== null && thrown instanceof module.InsufficientMemoryError) ||
    /\b(out of memory|insufficient memory|too large for the available)\b/i.test(textOf(thrown))
  if (lacksMemory) {
    return new HarombeError('NODE_ERROR', `There is not enough memory ${doing}.`, {
      hint: 'Choose a smaller model, or set a smaller model.context_length in harombe.yaml.',
      retryable: false,
      cause: thrown,
    })
  }
  return new HarombeError('NODE_ERROR', `The engine failed ${doing}: ${textOf(thrown)}`, { cause: thrown })
}
