import type { ConfigProblemView } from '../../../../shared/contract/config'
import type { ErrorShape } from '../../../../shared/harombe-error'
import { isRecord } from '../../../../shared/record'

const positive = (value: unknown): number | null =>
  typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : null

/** The mistakes a CONFIG_INVALID tells of. Data of errors is not parsed on its way, so it may be anything. */
export function problemsOf({ data }: ErrorShape): ConfigProblemView[] {
  const list: unknown = data?.problems
  if (!Array.isArray(list)) return []
  return list.flatMap((problem: unknown) =>
    isRecord(problem) && typeof problem.message === 'string'
      ? {
          path: typeof problem.path === 'string' ? problem.path : '',
          message: problem.message,
          line: positive(problem.line),
          column: positive(problem.column),
        }
      : [],
  )
}
