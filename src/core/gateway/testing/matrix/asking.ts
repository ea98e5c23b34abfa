import { expect } from 'vitest'
import type { HarombeError } from '../../../../shared/errors'
import { collectCompletion } from '../../../inference/collect-completion'
import type { ChatMessage, Completion, InferenceFrame, InferenceRequest } from '../../../inference/protocol'
import type { SimulatedFailure } from '../../../simulation/types'
import { type Bench, chatModel } from './benches'

/** Ways to put a question to an engine of the bench. */

export const ask = (content: string): ChatMessage[] => [{ role: 'user', content }]
export const sum = ask('What is 2+2?')
export const patience = () => AbortSignal.timeout(15_000)

export const requestOf = (changes: Partial<InferenceRequest>): InferenceRequest => ({
  model: chatModel,
  messages: sum,
  ...changes,
})

export async function framesOf(
  { client }: Bench,
  changes: Partial<InferenceRequest> = {},
  signal = patience(),
): Promise<InferenceFrame[]> {
  const frames: InferenceFrame[] = []
  for await (const frame of client.stream(requestOf(changes), { signal })) frames.push(frame)
  return frames
}

/** Frame by frame, so that `stream` and `complete` are one thing. */
export const complete = ({ client }: Bench, changes: Partial<InferenceRequest> = {}): Promise<Completion> =>
  collectCompletion(client.stream(requestOf(changes), { signal: patience() }))

export const answerOf = async (bench: Bench, changes: Partial<InferenceRequest> = {}): Promise<string> =>
  (await complete(bench, changes)).content

export function likeness(a: readonly number[] = [], b: readonly number[] = []): number {
  return a.reduce((total, value, index) => total + value * (b[index] ?? 0), 0)
}

/** The same failure in several ways has to come out as the same error. */
export async function failEachWay(bench: Bench, ways: readonly SimulatedFailure[]): Promise<void> {
  const errors: HarombeError[] = []
  for (const failure of ways) {
    bench.set({ failAfterTokens: 3, failure })
    const last = (await framesOf(bench)).at(-1)
    if (last?.type !== 'error') throw new Error(`${failure} ended with ${last?.type}`)
    errors.push(last.error)
  }
  expect(new Set(errors.map(({ code }) => code)).size, errors.join(' / ')).toBe(1)
  if (errors[0] !== undefined) throw errors[0]
}
