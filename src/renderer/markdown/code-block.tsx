import { memo, useRef } from 'react'
import { revealHidden } from './characters'
import { CodeChunk } from './code-chunk'
import { CopyButton } from './copy-button'
import { grammarFor } from './highlight/languages'
import { type CodeScan, splitCode } from './highlight/split-code'
import { useHighlighter } from './highlight/use-highlighter'
import { limits } from './limits'

export interface CodeBlockProps {
  text: string
  language: string
  /** Still being written. */
  open: boolean
}

export const CodeBlock = memo(function CodeBlock({ text, language, open }: CodeBlockProps) {
  const grammar = grammarFor(language)
  const highlighter = useHighlighter(grammar !== null)
  // A cache of a pure function: a render that is thrown away leaves nothing wrong behind.
  const scan = useRef<CodeScan | undefined>(undefined)
  scan.current = splitCode(text, scan.current)
  const { starts } = scan.current
  const label = language === '' ? 'text' : language.slice(0, 30)
  return (
    <figure className="code-block" aria-label={`Code, ${label}`}>
      <figcaption>
        <span>{label}</span>
        <CopyButton label="Copy code" text={() => revealHidden(text)} />
      </figcaption>
      {/* Focusable, so that long lines can be scrolled by keyboard. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: see above */}
      <pre tabIndex={0}>
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
    </figure>
  )
})
