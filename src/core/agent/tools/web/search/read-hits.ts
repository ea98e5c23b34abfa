import type { z } from 'zod'
import { HarombeError } from '../../../../../shared/errors'
import { plainTextOf } from '../plain-text'
import type { SearchHit } from './provider'

const longestTitle = 200
const longestSnippet = 500

/** @throws HarombeError MALFORMED_RESPONSE when it is not what the service says it answers */
export function parseAnswer<Output>(schema: z.ZodType<Output>, answer: unknown): Output {
  const parsed = schema.safeParse(answer)
  if (parsed.success) return parsed.data
  throw new HarombeError('MALFORMED_RESPONSE', 'The search service answered something else than results.')
}

const oneLine = (text: string, length: number): string =>
  plainTextOf(text).replace(/\s+/g, ' ').slice(0, length).toWellFormed()

/** Those that lead to the web, without markup. */
export function readHits(found: readonly { title: string; url: string; snippet: string }[]): SearchHit[] {
  return found.flatMap(({ title, url, snippet }) => {
    const parsed = URL.parse(url)
    if (parsed === null || (parsed.protocol !== 'http:' && parsed.protocol !== 'https:')) return []
    return [
      {
        title: oneLine(title, longestTitle) || parsed.host,
        url: parsed.href,
        snippet: oneLine(snippet, longestSnippet),
      },
    ]
  })
}
