import { z } from 'zod'
import type { KeyedProviderOptions, SearchProvider } from './provider'
import { parseAnswer, readHits } from './read-hits'

/** https://api-dashboard.search.brave.com/app/documentation/web-search/responses */
const answerSchema = z.object({
  web: z
    .object({
      results: z
        .array(
          z.object({ url: z.string(), title: z.string().default(''), description: z.string().nullish() }),
        )
        .max(1_000),
    })
    .nullish(),
})

export function createBrave({
  key,
  origin = 'https://api.search.brave.com',
}: KeyedProviderOptions): SearchProvider {
  return {
    name: 'brave',
    origin,
    request(query, count) {
      const url = new URL('/res/v1/web/search', origin)
      url.search = new URLSearchParams({ q: query, count: String(count) }).toString()
      return { url, method: 'GET', headers: { accept: 'application/json', 'x-subscription-token': key } }
    },
    parse: answer =>
      readHits(
        (parseAnswer(answerSchema, answer).web?.results ?? []).map(({ url, title, description }) => ({
          title,
          url,
          snippet: description ?? '',
        })),
      ),
  }
}
