import { TextWrap } from 'lucide-react'
import { memo, type ReactNode, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../ui'
import { revealHidden } from './characters'
import { CodeChunk } from './code-chunk'
import { CopyButton } from './copy-button'
import { grammarFor } from './highlight/languages'
import { type CodeScan, splitCode } from './highlight/split-code'
import { useHighlighter } from './highlight/use-highlighter'
import { limits } from './limits'

/** From so many lines on it is worth saying how many there are. */
const manyLines = 40
/** A line that is wider than the column on most screens. */
const wideLine = 72

export interface CodeBlockProps {
  text: string
  language: string
  /** Still being written. */
  open: boolean
  /** Something to say about it, below. */
  note?: string
  /** Buttons of its own, before the others. */
  actions?: ReactNode
}

export const CodeBlock = memo(function CodeBlock({ text, language, open, note, actions }: CodeBlockProps) {
  const { t, i18n } = useTranslation()
  const grammar = grammarFor(language)
  const highlighter = useHighlighter(grammar !== null)
  const [wrapped, setWrapped] = useState(false)
  // A cache of a pure function: a render that is thrown away leaves nothing wrong behind.
  const scan = useRef<CodeScan | undefined>(undefined)
  scan.current = splitCode(text, scan.current)
  const { starts, lineCount, longestLine } = scan.current
  const label = language === '' ? 'text' : language.slice(0, 30)
  return (
    <figure className="code-block" aria-label={t('markdown.code.label', { language: label })}>
      <figcaption>
        <span className="code-language">{label}</span>
        {lineCount < manyLines ? null : (
          <span className="code-lines">
            {t('markdown.code.lines', { lines: lineCount.toLocaleString(i18n.language) })}
          </span>
        )}
        <span className="code-actions">
          {actions}
          {longestLine <= wideLine ? null : (
            <IconButton
              size="sm"
              label={t(wrapped ? 'markdown.code.unwrap' : 'markdown.code.wrap')}
              aria-pressed={wrapped}
              onClick={() => setWrapped(!wrapped)}
            >
              <TextWrap />
            </IconButton>
          )}
          <CopyButton label={t('markdown.code.copy')} text={() => revealHidden(text)} />
        </span>
      </figcaption>
      {/* Focusable, so that long lines can be scrolled by keyboard. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: see above */}
      <pre tabIndex={0} data-wrapped={wrapped ? '' : undefined}>
        <code>
          {starts.map((start, index) => {
            const end = starts[index + 1] ?? text.length
            const colourful = start < limits.highlight && end - start <= limits.highlightChunk
            return (
              <CodeChunk
                key={start}
                text={text.slice(start, end)}
                grammar={grammar ?? ''}
                highlighter={colourful ? highlighter : null}
                live={open && index === starts.length - 1}
              />
            )
          })}
        </code>
      </pre>
      {note === undefined ? null : <p className="code-note">{note}</p>}
    </figure>
  )
})
