import { errorTable, type HarombeError } from '../../shared/errors'
import { anthropicError, anthropicErrorAnswer } from './anthropic/errors'
import { retryAdvice } from './client-errors'
import { ollamaError } from './ollama/errors'
import { openAiError } from './openai/errors'

/** Whose words a route speaks, errors included. */
export type ApiDialect = 'harombe' | 'openai' | 'ollama' | 'anthropic'

/** Each writes an error as its own clients read it. */
const errorBodies: Readonly<Record<ApiDialect, (error: HarombeError) => object>> = {
  harombe: error => ({ error: error.toShape() }),
  openai: openAiError,
  ollama: ollamaError,
  anthropic: anthropicError,
}

export const errorBody = (error: HarombeError, dialect: ApiDialect): object => errorBodies[dialect](error)

/** An error as a whole answer; the headers are the dialect's own, beside those every error has. */
export interface ErrorAnswer {
  status: number
  headers: Readonly<Record<string, string>>
  body: object
}

export function errorAnswer(error: HarombeError, dialect: ApiDialect): ErrorAnswer {
  const { status, headers, body } =
    dialect === 'anthropic'
      ? anthropicErrorAnswer(error)
      : { status: errorTable[error.code].status, headers: {}, body: errorBody(error, dialect) }
  const hasRetryingClient = dialect === 'anthropic' || dialect === 'openai'
  return { status, headers: { ...headers, ...(hasRetryingClient ? retryAdvice(error) : {}) }, body }
}

/** Who looks for something under these addresses that is not there. */
const homes: readonly (readonly [place: RegExp, dialect: ApiDialect])[] = [
  [/^\/v1\/messages(?![^/?])/, 'anthropic'],
  [/^\/v1\//, 'openai'],
  [/^\/api\//, 'ollama'],
]

/** What a row of the route table says of it. */
export interface RouteDialect {
  /** Whose words it speaks, errors included. */
  dialect: ApiDialect
  /** Two APIs share the address, and this header tells which of them is meant. */
  dialectByHeader?: { header: string; dialect: ApiDialect }
  /** Takes what no other row does; its errors are in the words of whoever may be looking there. */
  fallback?: true
}

interface Asked {
  url: string
  headers: Readonly<Record<string, string | string[] | undefined>>
}

/** The dialect of a request's answer. `route` is null for an address that is not in the table. */
export function dialectOf(route: RouteDialect | null, { url, headers }: Asked): ApiDialect {
  if (route === null || route.fallback === true) {
    return homes.find(([place]) => place.test(url))?.[1] ?? 'harombe'
  }
  const { dialectByHeader } = route
  if (dialectByHeader !== undefined && headers[dialectByHeader.header] !== undefined) {
    return dialectByHeader.dialect
  }
  return route.dialect
}
