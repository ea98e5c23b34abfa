import { isHarombeError } from '../../../shared/errors'

/** What a promise fails with. @throws when it does not */
export async function caught(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise
  } catch (error) {
    return error
  }
  throw new Error('It did not fail.')
}

export async function collect<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const parts: T[] = []
  for await (const part of stream) parts.push(part)
  return parts
}

/** One green pixel. */
export const png =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
export const pngUrl = `data:image/png;base64,${png}`

/** What a case came to: `works`, or the code of what it failed with. */
export async function outcomeOf(run: Promise<void>): Promise<string> {
  try {
    await run
    return 'works'
  } catch (error) {
    if (isHarombeError(error)) return error.code
    throw error
  }
}
