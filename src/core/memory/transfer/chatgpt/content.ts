import { isRecord } from '../../../../shared/record'
import type { ExportedMessage } from './schema'

/** Text that is said, a thought, or code for a tool; of other media only a word that they were there. */
export interface ReadContent {
  kind: 'text' | 'thought' | 'code'
  text: string
  /** Pictures, sounds and videos, which the file does not have. */
  media: number
}

/** Marks of citations, in characters for private use that show as boxes. */
const citation = /\ue200[^\ue201]{0,2000}\ue201/g
const withoutMarks = (text: string) => text.replaceAll(citation, '').replaceAll(/[\ue200-\ue206]/g, '')

const stringOf = (value: unknown): string => (typeof value === 'string' ? value : '')

function partOf(part: unknown): { text: string; media: number } {
  if (typeof part === 'string') return { text: part, media: 0 }
  if (!isRecord(part)) return { text: '', media: 0 }
  const kind = stringOf(part.content_type)
  if (kind === 'audio_transcription' || typeof part.text === 'string')
    return { text: stringOf(part.text), media: 0 }
  if (kind === 'image_asset_pointer') return { text: '[picture]', media: 1 }
  if (kind.startsWith('audio') || kind.startsWith('real_time')) return { text: '', media: 1 }
  return kind === '' ? { text: '', media: 0 } : { text: `[${kind.replaceAll('_', ' ')}]`, media: 1 }
}

function partsOf(parts: unknown): { text: string; media: number } {
  const read = Array.isArray(parts) ? parts.map(partOf) : [partOf(parts)]
  return {
    text: read
      .map(({ text }) => text)
      .filter(text => text !== '')
      .join('\n\n'),
    media: read.reduce((sum, { media }) => sum + media, 0),
  }
}

function thoughtsOf(thoughts: unknown): string {
  if (!Array.isArray(thoughts)) return ''
  return thoughts
    .filter(isRecord)
    .map(({ summary, content }) =>
      [stringOf(summary), stringOf(content)].filter(text => text !== '').join('\n'),
    )
    .filter(text => text !== '')
    .join('\n\n')
}

const said = (text: string, media = 0): ReadContent => ({
  kind: 'text',
  text: withoutMarks(text).trim(),
  media,
})

/** What a message says, whatever kind it is of; of unknown kinds the text, where they have any. */
export function contentOf({ content, metadata }: ExportedMessage): ReadContent {
  if (typeof content === 'string') return said(content)
  if (!isRecord(content)) return said('')
  switch (content.content_type) {
    case 'code':
      return { kind: 'code', text: stringOf(content.text), media: 0 }
    case 'thoughts':
      return { kind: 'thought', text: thoughtsOf(content.thoughts), media: 0 }
    case 'reasoning_recap':
      return { kind: 'thought', text: stringOf(content.content), media: 0 }
    case 'user_editable_context':
    case 'model_editable_context':
      return said('')
    case 'tether_browsing_display':
      return said(stringOf(content.result) || stringOf(content.summary))
    case 'tether_quote':
      return said(
        [stringOf(content.title), stringOf(content.url), stringOf(content.text)].filter(Boolean).join('\n'),
      )
    default: {
      const { text, media } =
        'parts' in content ? partsOf(content.parts) : partsOf(content.text ?? content.result)
      const names = (metadata?.attachments ?? []).flatMap(({ name }) => (name ? [`[file: ${name}]`] : []))
      return said([text, ...names].filter(each => each !== '').join('\n\n'), media)
    }
  }
}
