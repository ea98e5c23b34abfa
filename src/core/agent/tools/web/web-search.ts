import { z } from 'zod'
import { parseBoundedJson } from '../../../../shared/bounded-json'
import { HarombeError } from '../../../../shared/errors'
import { defineTool } from '../define-tool'
import type { Tool } from '../types'
import { createEgressGuard, type EgressGuard } from './egress-guard'
import { fetchChecked } from './fetch-checked'
import type { ProviderChoice } from './search/choose-provider'
import type { SearchHit, SearchProvider } from './search/provider'

const maxBytes = 1024 ** 2
const timeoutMs = 20_000
const deepestAnswer = 32

const input = z.strictObject({
  query: z.string().trim().min(1).max(400),
  count: z.int().min(1).max(10).default(5),
})

export interface WebSearchDependencies {
  provider(): ProviderChoice
  unavailable(): string | null
  /** Guards searches too; the service the user named may be in the own network. */
  createGuard?: typeof createEgressGuard
}

function statusError(status: number, { name }: SearchProvider): HarombeError {
  if (status === 401 || status === 403)
    return new HarombeError(
      'NODE_REFUSED',
      `${name} does not take the key of tools.web.api_key, or refuses this.`,
    )
  if (status === 429)
    return new HarombeError('RATE_LIMITED', `${name} has had too many questions; try later.`)
  return new HarombeError('NODE_ERROR', `${name} answered with an error (${status}).`)
}

/** @throws HarombeError */
async function search(
  provider: SearchProvider,
  guard: EgressGuard,
  query: string,
  count: number,
  signal: AbortSignal,
) {
  const request = provider.request(query, count)
  // A key belongs to its host: nothing that points elsewhere is followed.
  const options = { guard, signal, maxRedirects: 0, maxBytes, timeoutMs }
  const { status, bytes, isCut, location } = await fetchChecked(request, options)
  if (location !== null || status < 200 || status >= 300) throw statusError(status, provider)
  if (isCut) throw new HarombeError('MALFORMED_RESPONSE', `${provider.name} answered more than can be read.`)
  let answer: unknown
  try {
    answer = parseBoundedJson(bytes.toString('utf8'), deepestAnswer)
  } catch {
    throw new HarombeError('MALFORMED_RESPONSE', `${provider.name} answered something else than results.`, {
      hint:
        provider.name === 'searxng' ? 'Add json to search.formats in the settings of SearXNG.' : undefined,
    })
  }
  return provider.parse(answer).slice(0, count)
}

const describeHits = (hits: readonly SearchHit[]): string =>
  hits.length === 0
    ? 'Nothing was found.'
    : hits
        .map(({ title, url, snippet }, index) => `${index + 1}. ${title}\n   ${url}\n   ${snippet}`)
        .join('\n')

export const createWebSearch = ({
  provider: choose,
  unavailable,
  createGuard = createEgressGuard,
}: WebSearchDependencies): Tool => {
  const why = () => {
    const choice = choose()
    return unavailable() ?? ('unavailable' in choice ? choice.unavailable : null)
  }
  return defineTool({
    name: 'web_search',
    title: 'Search the web',
    description: 'Searches the web.',
    risk: 'network',
    input,
    unavailable: why,
    plan({ query, count }) {
      const choice = choose()
      if ('unavailable' in choice) throw new HarombeError('NOT_SUPPORTED', choice.unavailable)
      const { provider } = choice
      const host = new URL(provider.origin).hostname
      return {
        risk: 'network',
        asks: true,
        reasons: [],
        summary: query,
        title: 'Search the web',
        exact: `${query}\nasked of ${provider.name} (${provider.origin})`,
        cwd: null,
        binding: { query, count, provider: provider.name, origin: provider.origin },
        canRemember: true,
        async run({ signal }) {
          const allowedHosts = provider.name === 'searxng' ? [host] : []
          const guard = createGuard({ allowedHosts: () => allowedHosts, ownPorts: () => [] })
          const hits = await search(provider, guard, query, count, signal)
          return {
            text: describeHits(hits),
            untrusted: 'web',
            sources: hits.map(({ title, url, snippet }) => ({
              kind: 'web' as const,
              title,
              url,
              excerpt: snippet,
            })),
          }
        },
      }
    },
  })
}
