import type { HarombeError } from '../../shared/errors'

/** What the errors of several dialects have in common. */

/** The one text that clients show. */
export const errorText = ({ message, hint }: HarombeError): string =>
  hint === undefined ? message : `${message} ${hint}`

/** OpenAI's and Anthropic's clients ask again after 409, 429 and every 5xx unless told that it would be pointless. */
export const retryAdvice = ({ retryable }: HarombeError): Readonly<Record<string, string>> =>
  retryable ? {} : { 'x-should-retry': 'false' }
