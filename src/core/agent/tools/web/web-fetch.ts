import { z } from 'zod'
import { countText } from '../../../../shared/sizes'
import { defineTool } from '../define-tool'
import type { ToolThread } from '../thread/tool-thread-runner'
import type { Tool, ToolResult } from '../types'
import type { EgressGuard } from './egress-guard'
import { type CheckedResponse, fetchChecked } from './fetch-checked'
import { contentOf, isReadable, mediaTypeOf } from './page-content'
import { parseWebAddress, unusualParts } from './web-address'

const maxBytes = 2 * 1024 ** 2
const timeoutMs = 20_000
const maxRedirects = 5
/** Characters told at once. */
const longestText = 20_000
const excerptLength = 300

const input = z.strictObject({
  url: z.string().min(1).max(2_048),
  from_character: z.int().min(0).optional().describe('To read on.'),
})

const accept =
  'text/html,application/xhtml+xml,text/markdown;q=0.9,text/plain;q=0.9,application/json;q=0.8,*/*;q=0.1'

async function describePage(
  response: CheckedResponse,
  from: number,
  read: () => Promise<{ title: string; text: string }>,
): Promise<ToolResult> {
  const { url, status, location, contentType, isCut } = response
  if (location !== null)
    return {
      text: `The page is at another site: ${location}\nFetch that address if you need it.`,
      untrusted: 'web',
    }
  if (!isReadable(contentType))
    return {
      text: `${url.href} is ${mediaTypeOf(contentType)}, which is no page of text.`,
      isError: true,
      untrusted: 'web',
    }
  const { title, text } = await read()
  const part = text.slice(from, from + longestText).toWellFormed()
  const rest = text.length - from - part.length
  const lines = [
    ...(status >= 400 ? [`The server answered with an error (${status}).`] : []),
    `Address: ${url.href}`,
    ...(title === '' ? [] : [`Title: ${title}`]),
    '',
    part === '' ? '(There is no text.)' : part,
    ...(rest > 0
      ? ['', `[${countText(rest)} more characters; go on with from_character ${from + part.length}.]`]
      : []),
    ...(isCut ? ['', '[The page is longer than what was read of it.]'] : []),
  ]
  return {
    text: lines.join('\n'),
    isError: status >= 400,
    untrusted: 'web',
    sources:
      status >= 400
        ? []
        : [
            {
              kind: 'web',
              title: title || url.host,
              url: url.href,
              excerpt: part.slice(0, excerptLength).toWellFormed(),
            },
          ],
  }
}

export interface WebFetchDependencies {
  guard: EgressGuard
  thread: ToolThread
  unavailable(): string | null
}

export const createWebFetch = ({ guard, thread, unavailable }: WebFetchDependencies): Tool =>
  defineTool({
    name: 'web_fetch',
    title: 'Fetch a web page',
    description: 'Reads a web page as Markdown.',
    risk: 'network',
    input,
    unavailable,
    plan({ url: given, from_character: from = 0 }) {
      const url = parseWebAddress(given, guard.isAllowedHost)
      guard.checkLiteral(url)
      return {
        risk: 'network',
        asks: true,
        reasons: unusualParts(url),
        summary: url.href,
        title: 'Fetch a web page',
        exact: `GET ${url.href}`,
        cwd: null,
        binding: { url: url.href, from },
        canRemember: true,
        async run({ signal }) {
          const request = { url, headers: { accept } }
          const response = await fetchChecked(request, { guard, signal, maxRedirects, maxBytes, timeoutMs })
          return describePage(response, from, () => contentOf(response, thread, signal))
        },
      }
    },
  })
