import type { Attachment } from '../../../shared/entities'
import { estimateTokens } from '../../inference/estimate-tokens'
import { outlineOf } from './outline'
import type { SourceList } from './sources'
import type { RecallHit } from './types'
import { beginningOf, firstThatFit } from './within-budget'

/** A file of a message, with its text; null: there is none. */
export interface GivenFile {
  attachment: Attachment
  messageId: string
  text: string | null
  /** False: the text goes on, and is too long in any case. */
  isWhole: boolean
}

export interface RenderOptions {
  sources: SourceList
  fence(text: string): string
  /** Pieces of one file for the question, the best first. */
  hitsOf(attachmentId: string): readonly RecallHit[]
}

const nameOf = ({ path, name }: Attachment) => JSON.stringify(path ?? name)

/** Where the model can see it, and cite it: a form feed is the end of a page. */
const withPages = (text: string): string =>
  text.includes('\f')
    ? text
        .split('\f')
        .map((page, index) => `(page ${index + 1})\n${page}`)
        .join('\n\n')
    : text

function renderWhole({ attachment, messageId, text }: GivenFile & { text: string }, options: RenderOptions) {
  const source = {
    kind: 'attachment',
    title: attachment.name,
    attachmentId: attachment.id,
    messageId,
  } as const
  const number = options.sources.add(source, text)
  return `Attached file ${nameOf(attachment)} [${number}], whole:\n${options.fence(withPages(text))}`
}

/** The places of a long file that fit the question best, under an outline; its beginning where nothing does. */
function renderPieces(
  { attachment, messageId, text }: GivenFile & { text: string },
  tokens: number,
  { sources, fence, hitsOf }: RenderOptions,
): string {
  const { id, name, kind } = attachment
  const outline = beginningOf(outlineOf(kind, text), Math.floor(tokens / 5))
  const left = tokens - estimateTokens(outline)
  const chosen = firstThatFit(hitsOf(id), hit => hit.text, left)
  const source = { kind: 'attachment', title: name, attachmentId: id, messageId } as const
  const places =
    chosen.length > 0
      ? chosen.map(hit => {
          const { locator, score } = hit
          const place = {
            ...source,
            ...(locator === null ? {} : { locator }),
            ...(score === null ? {} : { score }),
          }
          return `[${sources.add(place, hit.text)}]${locator === null ? '' : ` (${locator})`}\n${hit.text}`
        })
      : [`[${sources.add(source, text)}] (its beginning)\n${withPages(beginningOf(text, left))}`]
  const parts = [...(outline === '' ? [] : [`Outline:\n${outline}`]), ...places]
  const title = `Attached file ${nameOf(attachment)} is too long to be shown whole; these are the parts of it that fit the question:`
  return `${title}\n${fence(parts.join('\n\n'))}`
}

/** Less than this of a file tells nothing. */
const smallestShare = 64

/**
 * Text of files to stand before a message. Those that fit are shown whole, the small ones first; the long ones share what is left.
 * @returns by their ids, with the tokens all of it came to
 */
export function renderFiles(
  files: readonly GivenFile[],
  tokens: number,
  options: RenderOptions,
): { texts: ReadonlyMap<string, string>; tokens: number } {
  const texts = new Map<string, string>()
  let left = tokens
  const put = (id: string, text: string) => {
    texts.set(id, text)
    left -= estimateTokens(text)
  }
  const readable = files.flatMap(file => (file.text === null ? [] : { ...file, text: file.text }))
  const sized = readable
    .map(file => ({ file, size: file.isWhole ? estimateTokens(file.text) + 60 : Number.POSITIVE_INFINITY }))
    .sort((a, b) => a.size - b.size)
  for (const [index, { file, size }] of sized.entries()) {
    if (size <= left) put(file.attachment.id, renderWhole(file, options))
    else {
      const share = Math.floor(left / (sized.length - index)) - 60
      if (share >= smallestShare) put(file.attachment.id, renderPieces(file, share, options))
      else put(file.attachment.id, `Attached file ${nameOf(file.attachment)}: there is no room left for it.`)
    }
  }
  for (const { attachment, text } of files) {
    if (text !== null || attachment.kind === 'image') continue
    const why = attachment.problem ?? 'It is still being read.'
    put(attachment.id, `Attached file ${nameOf(attachment)} could not be read: ${why}`)
  }
  return { texts, tokens: tokens - left }
}
