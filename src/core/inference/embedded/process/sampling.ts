import type { EngineSampling } from '../messages'
import { contextTooLong } from './engine-error'

/** Tokens kept free at the end of the context: when it is full the package would forget the beginning and write on. */
const reserve = 2

/** The defaults are llama.cpp's own. */
export function samplingOf(task: EngineSampling) {
  const { presencePenalty = 0, frequencyPenalty = 0, seed } = task
  const stop = task.stop?.filter(text => text !== '') ?? []
  const penalizes = presencePenalty !== 0 || frequencyPenalty !== 0
  return {
    temperature: task.temperature ?? 0.8,
    topP: task.topP ?? 0.95,
    topK: task.topK ?? 40,
    minP: task.minP ?? 0.05,
    ...(seed === undefined ? {} : { seed: Math.abs(Math.trunc(seed)) % 2 ** 32 }),
    repeatPenalty: penalizes ? { penalty: 1, presencePenalty, frequencyPenalty } : (false as const),
    ...(stop.length === 0 ? {} : { customStopTriggers: stop }),
  }
}

/** How much may be written, given what the context has left. */
export const roomFor = (maxTokens: number | undefined, promptTokens: number, contextSize: number) =>
  Math.max(1, Math.min(maxTokens ?? Number.POSITIVE_INFINITY, contextSize - promptTokens - reserve))

export function assertFits(promptTokens: number, contextSize: number): void {
  if (promptTokens + reserve >= contextSize) throw contextTooLong(promptTokens, contextSize)
}
