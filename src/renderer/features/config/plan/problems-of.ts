import type { ConfigProblemView } from '../../../../shared/contract/config'
import type { ErrorShape } from '../../../../shared/harombe-error'
import { isRecord } from '../../../../shared/record'

const positive = (value: unknown): number | null =>
  typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : null

function pathOf({ path, file }: Record<string, unknown>): string {
  const key = typeof path === 'string' ? path : ''
  return typeof file === 'string' ? `${file}: ${key}` : key
}

/** The mistakes a CONFIG_INVALID tells of. Data of errors is not parsed on its way, so it may be anything. */
export function problemsOf({ data }: ErrorShape): ConfigProblemView[] {
  const list: unknown = data?.problems
  if (!Array.isArray(list)) return []
  return list.flatMap((problem: unknown) =>
    isRecord(problem) && typeof problem.message === 'string'
      ? {
          path: pathOf(problem),
          message: problem.message,
          // Of an overlay: its lines are in no editor.
          line: typeof problem.file === 'string' ? null : positive(problem.line),
          column: typeof problem.file === 'string' ? null : positive(problem.column),
        }
      : [],
  )
}

/** Those it tells of; where it tells of none, those that are known otherwise. */
export function problemsToShow(
  error: ErrorShape,
  known: readonly ConfigProblemView[],
): readonly ConfigProblemView[] {
  const told = problemsOf(error)
  return told.length === 0 ? known : told
}
