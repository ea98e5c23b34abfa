import { z } from 'zod'
import type { KeyedProviderOptions, SearchProvider } from './provider'
import { parseAnswer, readHits } from './read-hits'

/** https://docs.tavily.com/documentation/api-reference/endpoint/search */
const answerSchema = z.object({
  results: z
    .array(z.object({ url: z.string(), title: z.string().default(''), content: z.string().nullish() }))
    .max(1_000),
})

export function createTavily({
  key,
  origin = 'https://api.tavily.com',
}: KeyedProviderOptions): SearchProvider {
  return {
    name: 'tavily',
    origin,
    request: (query, count) => ({
      url: new URL('/search', origin),
      method: 'POST',
      headers: {
        accept: 'application/json',
        'content-type': 'application/json',
        authorization: `Bearer ${key}`,
      },
      body: JSON.stringify({ query, max_results: count }),
    }),
    parse: answer =>
      readHits(
        parseAnswer(answerSchema, answer).results.map(({ url, title, content }) => ({
          title,
          url,
          snippet: content ?? '',
        })),
      ),
  }
}
