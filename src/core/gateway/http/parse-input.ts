import type { z } from 'zod'
import { HarombeError } from '../../../shared/errors'

/** `messages[2].content` */
function describePath(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, key) =>
      typeof key === 'number' ? `${text}[${key}]` : text === '' ? String(key) : `${text}.${String(key)}`,
    '',
  )
}

/**
 * A parsed request body, or the first thing that is wrong with it.
 * @throws HarombeError BAD_REQUEST; `data.param` names the field
 */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input ?? {})
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const param = describePath(issue?.path ?? [])
  const message = issue?.message ?? 'The body does not fit.'
  throw new HarombeError('BAD_REQUEST', param === '' ? message : `${param}: ${message}`, {
    data: param === '' ? {} : { param },
  })
}
