import type { z } from 'zod'
import { HarombeError } from '../../../shared/errors'
import { firstIssue } from '../../../shared/issues'

/**
 * A parsed request body, or the first thing that is wrong with it.
 * @throws HarombeError BAD_REQUEST; `data.param` names the field
 */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input ?? {})
  if (parsed.success) return parsed.data
  const { path, text } = firstIssue(parsed.error)
  throw new HarombeError('BAD_REQUEST', text, { data: path === '' ? {} : { param: path } })
}
