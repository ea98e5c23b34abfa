import { z } from 'zod'
import type { SearchProvider } from './provider'
import { parseAnswer, readHits } from './read-hits'

const answerSchema = z.object({
  results: z
    .array(z.object({ url: z.string(), title: z.string().default(''), content: z.string().nullish() }))
    .max(1_000),
})

/** A SearXNG of the user's own; `formats: [json]` must be on in its settings. @param base its address, with a path where it has one */
export function createSearxng(base: string): SearchProvider {
  const url = new URL(base)
  return {
    name: 'searxng',
    origin: url.origin,
    request(query) {
      const target = new URL(`${url.pathname.replace(/\/$/, '')}/search`, url.origin)
      target.search = new URLSearchParams({ q: query, format: 'json' }).toString()
      return { url: target, method: 'GET', headers: { accept: 'application/json' } }
    },
    parse: answer =>
      readHits(
        parseAnswer(answerSchema, answer).results.map(({ url: address, title, content }) => ({
          title,
          url: address,
          snippet: content ?? '',
        })),
      ),
  }
}
