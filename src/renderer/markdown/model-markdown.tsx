import './markdown.css'
import './markdown-blocks.css'
import { Component, Fragment, memo, type ReactNode, useMemo, useRef } from 'react'
import { blocks } from './block-content'
import { type BlockSource, type ModelDocument, readDocument, readModelBlock } from './document'
import { PlainText } from './plain-text'

/** Whatever goes wrong while an answer is drawn, its text stays readable and the rest of the page stays up. */
class PlainTextBoundary extends Component<{ text: string; children: ReactNode }, { failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError() {
    return { failed: true }
  }

  override render() {
    return this.state.failed ? <PlainText text={this.props.text} /> : this.props.children
  }
}

interface MarkdownBlockProps {
  source: string
  /** Null for anything but a fenced block. */
  language: string | null
  /** As it was written, with its marks; null for anything but a formula on lines of its own. */
  formula: string | null
  /** The end of the fence or formula has not come yet. */
  open: boolean
  growing: boolean
  plain: boolean
  definitions: string
  headingBase: number
}

/** Props are strings and flags, so a block that did not change is skipped while the last one grows. */
const MarkdownBlock = memo(function MarkdownBlock(props: MarkdownBlockProps) {
  const { source, language, formula: written, open, growing, plain, definitions, headingBase } = props
  const content = useMemo(() => {
    const fence = language === null ? null : { language, open }
    const formula = written === null ? null : { open, written }
    return blocks(readModelBlock({ source, fence, formula, growing, plain }, definitions), headingBase)
  }, [source, language, written, open, growing, plain, definitions, headingBase])
  return content
})

function renderSource(
  { source, fence, formula, growing, plain }: BlockSource,
  { definitions, headingBase }: ModelDocument,
) {
  return (
    <MarkdownBlock
      source={source}
      language={fence?.language ?? null}
      formula={formula?.written ?? null}
      open={fence?.open ?? formula?.open ?? false}
      growing={growing}
      plain={plain}
      // Only text that has a bracket can refer to a definition.
      definitions={fence === null && source.includes('[') ? definitions : ''}
      headingBase={headingBase}
    />
  )
}

/** Something of ours between two blocks: behind the block that reaches `offset`, because a block is never cut. */
export interface MarkdownInset {
  /** In the text, UTF-16 units. */
  offset: number
  /** `isInside`: that block went on behind the offset. */
  element(isInside: boolean): ReactNode
}

const noInsets: readonly MarkdownInset[] = []

/** The insets that stand behind the block from `start` to the next one's beginning. */
function insetsBehind(insets: readonly MarkdownInset[], blocks: readonly BlockSource[], index: number) {
  const start = index === 0 ? Number.NEGATIVE_INFINITY : (blocks[index]?.start ?? 0)
  const end = blocks[index + 1]?.start ?? Number.POSITIVE_INFINITY
  return insets.filter(({ offset }) => offset > start && offset <= end)
}

/** Whether words of the block before `next` follow the offset. */
const goesOnBehind = (text: string, offset: number, next: BlockSource | undefined): boolean =>
  text.slice(offset, next?.start).trim() !== ''

export interface ModelMarkdownProps {
  /** Untrusted: written by a model. */
  text: string
  streaming: boolean
  /** Shows the text as it is. */
  plain?: boolean
  /** The same array for as long as nothing in it changed. Not shown with `plain`. */
  insets?: readonly MarkdownInset[]
}

/**
 * Shows a model's markdown. Elements are made one by one from a closed set (see ast.ts); raw HTML is shown as text, images
 * are never loaded, links ask before they open. Needs one `ExternalLinkDialog` on the page.
 */
export const ModelMarkdown = memo(function ModelMarkdown(props: ModelMarkdownProps) {
  return props.plain === true ? <PlainText text={props.text} /> : <Drawn {...props} />
})

function Drawn({ text, streaming, insets = noInsets }: ModelMarkdownProps) {
  // A cache of a pure function: a render that is thrown away leaves nothing wrong behind.
  const previous = useRef<ModelDocument | undefined>(undefined)
  const document = readDocument(text, streaming, previous.current)
  previous.current = document
  return (
    <div className="markdown">
      <PlainTextBoundary text={text}>
        {document.blocks.map((block, index) => (
          <Fragment key={block.start}>
            {renderSource(block, document)}
            {insetsBehind(insets, document.blocks, index).map(inset => (
              <Fragment key={`${inset.offset}`}>
                {inset.element(goesOnBehind(text, inset.offset, document.blocks[index + 1]))}
              </Fragment>
            ))}
          </Fragment>
        ))}
      </PlainTextBoundary>
    </div>
  )
}
