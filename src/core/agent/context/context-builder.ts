import type { Attachment, Message, UntrustedKind } from '../../../shared/entities'
import { untrustedKind } from '../../../shared/entities'
import { unlessAborted } from '../../../shared/unless-aborted'
import { estimateTokens } from '../../inference/estimate-tokens'
import type { InputImage } from '../../inference/protocol'
import { choosePromptWindow } from '../prompt-window'
import { type LookUp, type LookUpOptions, openLookUp } from './look-up'
import { type GivenFile, renderFiles } from './render-files'
import { createSourceList, type SourceList } from './sources'
import { type Summary, summaryFor } from './summary-for'
import type { AnswerContext, ContextBuilder, ContextRequest, RecallHit } from './types'
import { beginningOf, firstThatFit } from './within-budget'

/** What is in attached files; the memory's stores are the implementation. */
export interface FileContents {
  /** When none of them is being read any more, or the signal fires. */
  settled(ids: readonly string[], signal: AbortSignal): Promise<void>
  /** @throws NOT_FOUND */
  find(id: string): Attachment
  /** The first characters of its text. */
  beginning(id: string, characters: number): string | null
  data(id: string): Uint8Array | null
}

export interface ContextBuilderOptions extends Omit<LookUpOptions, 'embeddingModel'> {
  files: FileContents
  summaries: { of(conversationId: string): readonly Summary[] }
  settings(): {
    embeddingModel: string
    /** What other conversations said is looked up, where a chat does not say otherwise. */
    recallsByDefault: boolean
    topK: number
    minSimilarity: number
    summaries: boolean
  }
  /** Marks text that others wrote. */
  fence(text: string): string
  /** What untrusted content is in a conversation, every branch of it. */
  taintOf(conversationId: string): readonly UntrustedKind[]
  /** What is to be done in the background after an answer. */
  answered(conversationId: string, answer: Message): void
  report(error: unknown): void
}

/** Shares of the whole budget that what stands beside the messages may take at most. */
const share = { files: 0.5, facts: 0.1, excerpts: 0.2, summary: 0.15 } as const
/** Pieces of long files that are looked for, all files together. */
const piecesOfFiles = 24
/** Files given with the question are waited for so long: without them it cannot be answered. */
const readingMs = 35_000
const maximumImages = 8
/** So much of a file's text is looked at: more than fits beside a question, and enough to tell what it is about. */
const readCharacters = 1_000_000
/** What a node takes for an image, about; models differ from 85 to 2,000. */
const imageTokens = 800

const isInputType = (mediaType: string): mediaType is InputImage['mediaType'] =>
  ['image/png', 'image/jpeg', 'image/webp', 'image/gif'].includes(mediaType)

/** Gathers facts, files, a summary of what fell out, and what other conversations said. */
export function createContextBuilder(options: ContextBuilderOptions): ContextBuilder {
  const { files, fence, report } = options

  /** A part that fails is left out: the question is answered without it. */
  function attempt<T>(work: () => T, otherwise: T): T {
    try {
      return work()
    } catch (error) {
      report(error)
      return otherwise
    }
  }

  async function waitForFiles(question: Message | undefined, signal: AbortSignal): Promise<void> {
    const given = question?.attachments ?? []
    if (given.length === 0) return
    const late = new AbortController()
    const forget = options.after(readingMs, () => late.abort())
    await unlessAborted(
      files.settled(
        given.map(({ id }) => id),
        AbortSignal.any([signal, late.signal]),
      ),
      signal,
    ).finally(forget)
    signal.throwIfAborted()
  }

  /** As they are by now: when they were sent they may still have been being read. */
  const filesOf = (message: Message): GivenFile[] =>
    (message.attachments ?? []).map(sent => {
      const attachment = files.find(sent.id)
      const text = attachment.kind === 'image' ? null : files.beginning(sent.id, readCharacters + 1)
      const isWhole = text === null || text.length <= readCharacters
      return { attachment, messageId: message.id, text, isWhole }
    })

  function imagesOf(message: Message): InputImage[] {
    return (message.attachments ?? []).flatMap(({ id, kind, mediaType }) => {
      if (kind !== 'image' || !isInputType(mediaType)) return []
      const data = files.data(id)
      return data === null ? [] : [{ mediaType, data: Buffer.from(data).toString('base64') }]
    })
  }

  function factsText(tokens: number): string {
    const lines = firstThatFit(options.recall.facts(), ({ text }) => `- ${text}`, tokens)
    if (lines.length === 0) return ''
    return `What the user wants you to know always:\n${lines.map(({ text }) => `- ${text}`).join('\n')}`
  }

  function excerptsText(hits: readonly RecallHit[], tokens: number, sources: SourceList): string {
    const chosen = firstThatFit(hits, ({ text, title }) => `${title} ${text}`, tokens)
    if (chosen.length === 0) return ''
    const parts = chosen.map(
      ({ kind, title, locator, text, conversationId, messageId, attachmentId, score }) => {
        const number = sources.add(
          {
            kind,
            title,
            ...(locator === null ? {} : { locator }),
            ...(conversationId === null ? {} : { conversationId }),
            ...(messageId === null ? {} : { messageId }),
            ...(attachmentId === null ? {} : { attachmentId }),
            ...(score === null ? {} : { score }),
          },
          text,
        )
        return `[${number}] ${JSON.stringify(title)}${locator === null ? '' : `, ${locator}`}\n${text}`
      },
    )
    return `From earlier conversations, which may or may not matter here:\n${fence(parts.join('\n\n'))}`
  }

  async function lookUpFiles(given: readonly GivenFile[], tokens: number, lookUp: LookUp) {
    const long = given.filter(
      ({ text, isWhole }) => text !== null && (!isWhole || estimateTokens(text) > tokens / given.length - 60),
    )
    const attachmentIds = long.map(({ attachment }) => attachment.id)
    if (attachmentIds.length === 0) return []
    return await lookUp.search({ scope: { attachmentIds }, limit: piecesOfFiles, minSimilarity: 0 })
  }

  async function build(request: ContextRequest, signal: AbortSignal): Promise<AnswerContext> {
    const { conversation, history, systemPrompt, maxTokens } = request
    const question = history.at(-1)
    const { topK, minSimilarity, recallsByDefault, summaries } = options.settings()
    const chosen = conversation.settings
    await waitForFiles(question, signal)

    const given = chosen?.files === false ? [] : attempt(() => history.flatMap(filesOf), [])
    const fileTokens = Math.floor(maxTokens * share.files)
    const sources = createSourceList()
    const lookUp = openLookUp(
      { ...options, embeddingModel: () => options.settings().embeddingModel },
      question?.content ?? '',
      signal,
    )
    const recalls = chosen?.memory ?? recallsByDefault
    const scope = { notConversationId: conversation.id }
    const [pieces, excerpts] = await Promise.all([
      lookUpFiles(given, fileTokens, lookUp),
      recalls ? lookUp.search({ scope, limit: topK, minSimilarity }) : [],
    ]).finally(lookUp.end)

    // The newest first: the files of the question come before those of earlier ones.
    const ordered = given.toReversed()
    const hitsOf = (id: string) => pieces.filter(({ attachmentId }) => attachmentId === id)
    const rendered = renderFiles(ordered, fileTokens, { sources, fence, hitsOf })
    const facts = chosen?.facts === false ? '' : attempt(() => factsText(maxTokens * share.facts), '')
    const recalled = excerptsText(excerpts, maxTokens * share.excerpts, sources)
    const citing =
      sources.list().length === 0
        ? ''
        : 'Where you use numbered material, cite it with its number in square brackets, like [1].'

    const imageCost = Math.min(question?.attachments?.length ?? 0, maximumImages) * imageTokens
    const base = [systemPrompt, facts, recalled, citing].filter(part => part !== '').join('\n\n')
    const left = maxTokens - rendered.tokens - Math.min(imageCost, maxTokens / 2)
    const known = summaries ? attempt(() => options.summaries.of(conversation.id), []) : []
    const summaryTokens = known.length === 0 ? 0 : Math.floor(maxTokens * share.summary)
    const { window, dropped } = choosePromptWindow(history, base, left - summaryTokens)
    const summary = dropped === 0 ? null : summaryFor(history, window, known)
    const inWindow = new Set(window.map(({ id }) => id))
    const fallen = ordered.filter(({ messageId }) => !inWindow.has(messageId))
    const system = [
      base,
      summary === null
        ? ''
        : `What was said before in this conversation, in short:\n${fence(beginningOf(summary.text, summaryTokens))}`,
      ...fallen.map(({ attachment }) => rendered.texts.get(attachment.id) ?? ''),
    ].filter(part => part !== '')

    let imagesLeft = maximumImages
    const entries = window.toReversed().map(message => {
      const attached = (message.attachments ?? [])
        .map(({ id }) => rendered.texts.get(id) ?? '')
        .filter(text => text !== '')
      const images = chosen?.files === false ? [] : attempt(() => imagesOf(message), []).slice(0, imagesLeft)
      imagesLeft -= images.length
      return { message, attached: attached.join('\n\n'), images }
    })
    const taint = new Set(attempt(() => options.taintOf(conversation.id), untrustedKind.options))
    if (excerpts.length > 0) taint.add('memory')
    return {
      system: system.join('\n\n'),
      window: entries.toReversed(),
      dropped,
      sources: sources.list(),
      tainted: untrustedKind.options.filter(kind => taint.has(kind)),
    }
  }

  return { build, answered: options.answered }
}
