import { hasCode } from '../../../../shared/errors'
import type { ToolThread } from '../thread/tool-thread-runner'
import type { CheckedResponse } from './fetch-checked'
import { plainTextOf } from './plain-text'

export interface PageContent {
  title: string
  text: string
}

/** Milliseconds a page may take to be taken apart; then its bare words must do. */
const timeoutMs = 8_000

const htmlTypes = new Set(['text/html', 'application/xhtml+xml', ''])
const textTypes = /^(text\/.+|application\/(json|xml|.+\+json|.+\+xml|javascript|x-ndjson|yaml|x-yaml|toml))$/

export const mediaTypeOf = (contentType: string): string =>
  (contentType.split(';')[0] ?? '').trim().toLowerCase()

export const isReadable = (contentType: string): boolean => {
  const type = mediaTypeOf(contentType)
  return htmlTypes.has(type) || textTypes.test(type)
}

/** As far as a page says in itself how it is encoded. */
const declaredIn = (bytes: Uint8Array): string | undefined =>
  /<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w-]{1,40})/i.exec(
    Buffer.from(bytes.subarray(0, 2048)).toString('latin1'),
  )?.[1]

function decode(bytes: Uint8Array, contentType: string): string {
  const declared = /charset\s*=\s*"?([\w-]{1,40})/i.exec(contentType)?.[1] ?? declaredIn(bytes) ?? 'utf-8'
  try {
    return new TextDecoder(declared).decode(bytes)
  } catch {
    return new TextDecoder().decode(bytes)
  }
}

/** What a page says, as Markdown where it is HTML. @throws HarombeError CANCELLED */
export async function contentOf(
  response: CheckedResponse,
  thread: ToolThread,
  signal: AbortSignal,
): Promise<PageContent> {
  const text = decode(response.bytes, response.contentType)
  const type = mediaTypeOf(response.contentType)
  const isHtml = htmlTypes.has(type) && (type !== '' || /^\s*(<!doctype|<html|<\?xml)/i.test(text))
  if (!isHtml) return { title: '', text: text.trim() }
  try {
    const page = await thread.run('page', { html: text, url: response.url.href }, { signal, timeoutMs })
    return { title: page.title, text: page.markdown }
  } catch (error) {
    if (hasCode(error, 'CANCELLED')) throw error
    // Too large or made to be slow: one pass over it still tells its words.
    return { title: '', text: plainTextOf(text) }
  }
}
