import type { z } from 'zod'

/** `cluster.nodes[1].tier`, the way people write it; empty for the whole input. */
export function formatPath(path: readonly PropertyKey[]): string {
  return path
    .map((part, index) =>
      typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${String(part)}`,
    )
    .join('')
}

/** The first thing that is wrong with an input: where, and a line that says where and what. */
export function firstIssue({ issues }: Pick<z.ZodError, 'issues'>): { path: string; text: string } {
  const [issue] = issues
  const path = formatPath(issue?.path ?? [])
  const message = issue?.message ?? 'The input does not fit.'
  return { path, text: path === '' ? message : `${path}: ${message}` }
}
