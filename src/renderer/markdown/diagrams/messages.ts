/** What page and frame say to each other over their port. The frame runs what a model wrote: nothing it says is trusted. */
export interface DiagramRequest {
  id: number
  source: string
  theme: 'light' | 'dark'
}

export type DiagramAnswer =
  | { id: number; svg: string; width: number; height: number }
  | { id: number; problem: string }

/** Said once by a frame that is ready for requests. */
export const frameReady = 'ready'

const isSize = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value) && value > 0 && value < 100_000

/** Null for anything that is no answer. */
export function readAnswer(message: unknown): DiagramAnswer | null {
  if (typeof message !== 'object' || message === null) return null
  const { id, svg, width, height, problem } = message as Record<string, unknown>
  if (typeof id !== 'number') return null
  if (typeof problem === 'string') return { id, problem: problem.slice(0, 300) }
  return typeof svg === 'string' && isSize(width) && isSize(height) ? { id, svg, width, height } : null
}
