export interface SearchHit {
  title: string
  url: string
  snippet: string
}

/** One search service. Pure: somebody else sends what it says and hands it what came. */
export interface SearchProvider {
  readonly name: string
  /** What it is asked at; its key goes there and nowhere else. */
  readonly origin: string
  /** @param query trimmed, not empty @param count 1–10 */
  request(
    query: string,
    count: number,
  ): { url: URL; method: 'GET' | 'POST'; headers: Record<string, string>; body?: string }
  /** @param answer parsed JSON, from outside @throws HarombeError MALFORMED_RESPONSE */
  parse(answer: unknown): SearchHit[]
}

export interface KeyedProviderOptions {
  key: string
  /** Only for tests: the real one else. */
  origin?: string | undefined
}
