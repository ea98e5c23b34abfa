import { z } from 'zod'
import { sizeText } from '../../../shared/sizes'
import { mcpLimits as limits } from './limits'
import type { CallOutcome } from './types'

const text = z.string()
const bytesOf = (base64: string) => Math.floor((base64.length * 3) / 4)

const contents = z.union([
  z.object({ uri: text, mimeType: text.nullish(), text: text }),
  z.object({ uri: text, mimeType: text.nullish(), blob: text }),
])

const block = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: text }),
  z.object({ type: z.literal('image'), data: text, mimeType: text }),
  z.object({ type: z.literal('audio'), data: text, mimeType: text }),
  z.object({ type: z.literal('resource'), resource: contents }),
  z.object({
    type: z.literal('resource_link'),
    uri: text,
    name: text.nullish(),
    description: text.nullish(),
  }),
])
type Block = z.infer<typeof block>

const result = z.object({
  content: z.array(z.unknown()).max(1000).default([]),
  structuredContent: z.unknown().optional(),
  isError: z.boolean().nullish(),
})

/** One line, so that what a server calls a thing cannot look like something else. */
const label = (value: string) => value.replace(/\s+/g, ' ').slice(0, 300)

/** What is no text is named, not shown: models here read words. */
function blockText(item: Block): string {
  switch (item.type) {
    case 'text':
      return item.text
    case 'image':
    case 'audio':
      return `[${item.type}, ${label(item.mimeType)}, ${sizeText(bytesOf(item.data))}: not shown]`
    case 'resource_link':
      return `[link to ${label(item.uri)}${item.name == null ? '' : `: ${label(item.name)}`}]`
    case 'resource': {
      const { resource } = item
      const kind = resource.mimeType == null ? '' : `, ${label(resource.mimeType)}`
      return 'text' in resource
        ? `[${label(resource.uri)}${kind}]\n${resource.text}`
        : `[${label(resource.uri)}${kind}, ${sizeText(bytesOf(resource.blob))}: not shown]`
    }
  }
}

function partText(value: unknown): string {
  const parsed = block.safeParse(value)
  return parsed.success ? blockText(parsed.data) : '[something of a kind harombe does not know]'
}

function bounded(whole: string): string {
  if (whole.length <= limits.resultCharacters) return whole
  return `${whole.slice(0, limits.resultCharacters).toWellFormed()}\n[cut off after ${limits.resultCharacters} characters]`
}

/** Parses what a call brought into text, whatever a server made of it. Never throws. */
export function readCallResult(value: unknown): CallOutcome {
  const parsed = result.safeParse(value)
  if (!parsed.success) return { text: 'The server answered something that is no result.', isError: true }
  const { content, structuredContent, isError } = parsed.data
  const parts = content.map(partText)
  const hasWords = content.some(item => block.safeParse(item).data?.type === 'text')
  // Servers that structure their answer are asked to say it in text as well; those that do not are taken at their word.
  if (structuredContent !== undefined && !hasWords) parts.push(JSON.stringify(structuredContent))
  return { text: bounded(parts.join('\n')), isError: isError === true }
}
