import { pageSecurityHeaders } from '../../../shared/content-security-policy'
import type { AnsweredBy, RouteDecision } from '../../../shared/entities'

/** On every answer, whatever it is: an error or a JSON document opened in a tab must not become a page with powers. */
export const securityHeaders: Readonly<Record<string, string>> = {
  ...pageSecurityHeaders,
  'cache-control': 'no-store',
}

const routingHeaderNames = [
  'x-harombe-node',
  'x-harombe-tier',
  'x-harombe-model',
  'x-harombe-reason',
  'x-harombe-class',
  'x-harombe-wanted-tier',
  'x-harombe-probabilities',
]

/** By which OpenAI's and Anthropic's clients decide whether and when to ask again, and name a request. */
const retryHeaderNames = ['retry-after', 'x-should-retry', 'request-id']

/** For the origins of `server.cors_origins`. Never `*`, and never with cookies. */
export function corsHeaders(origin: string): Record<string, string> {
  return {
    'access-control-allow-origin': origin,
    'access-control-expose-headers': [...routingHeaderNames, ...retryHeaderNames].join(', '),
    vary: 'Origin',
  }
}

/** What OpenAI's, Ollama's and Anthropic's clients say of themselves in a browser. */
const clientHeaderNames = [
  'anthropic-beta',
  'anthropic-dangerous-direct-browser-access',
  'anthropic-version',
  'openai-organization',
  'openai-project',
  // Firefox and Safari let a page set it, and ask first.
  'user-agent',
  ...['arch', 'helper', 'helper-method', 'lang', 'os', 'package-version', 'poll-helper', 'retry-count'].map(
    name => `x-stainless-${name}`,
  ),
  ...['runtime', 'runtime-version', 'timeout'].map(name => `x-stainless-${name}`),
]

const allowedHeaderNames = [
  'authorization',
  'content-type',
  'idempotency-key',
  'x-api-key',
  'x-harombe-node',
  'x-harombe-on-stream-failure',
  'x-harombe-priority',
  'x-harombe-request',
  'x-harombe-tier',
  ...clientHeaderNames,
]

export function preflightHeaders(origin: string): Record<string, string> {
  return {
    ...corsHeaders(origin),
    'access-control-allow-methods': 'GET, POST',
    'access-control-allow-headers': allowedHeaderNames.join(', '),
    'access-control-max-age': '600',
  }
}

const plainAscii = /^[\x20-\x24\x26-\x7e]*$/
const maxHeaderText = 512

/** Text as a header can carry it: anything but printable ASCII, and `%` itself, percent-encoded as UTF-8. */
export function encodeHeaderText(text: string): string {
  const short = text.length > maxHeaderText ? `${text.slice(0, maxHeaderText)}…` : text
  if (plainAscii.test(short)) return short
  return short.toWellFormed().replace(/[^\x20-\x24\x26-\x7e]+/g, encodeURIComponent)
}

/** The inverse, for headers a caller may copy from an answer. Null when it is not valid percent-encoding. */
export function decodeHeaderText(value: string): string | null {
  try {
    return decodeURIComponent(value)
  } catch {
    return null
  }
}

/** Who answered and why, on every answer of a model. The odds of tier 0, 1 and 2 where a text was judged. */
export function routingHeaders(route: RouteDecision, by: AnsweredBy): Record<string, string> {
  const { class: complexity, probabilities } = route.classification
  return {
    'x-harombe-node': encodeHeaderText(by.node),
    'x-harombe-tier': String(by.tier),
    'x-harombe-model': encodeHeaderText(by.model),
    'x-harombe-reason': encodeHeaderText(route.reason),
    'x-harombe-class': complexity,
    'x-harombe-wanted-tier': String(route.wantedTier),
    ...(probabilities === undefined
      ? {}
      : { 'x-harombe-probabilities': probabilities.map(each => each.toFixed(3)).join(', ') }),
  }
}
