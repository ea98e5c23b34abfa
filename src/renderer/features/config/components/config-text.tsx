import { CircleAlert } from 'lucide-react'
import { Fragment, type Ref, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { ConfigFileView } from '../../../../shared/contract/config'
import { spoken } from '../../../../shared/texts/spoken'
import { revealHidden } from '../../../markdown'
import type { CodeSpan } from '../../../markdown/highlight/types'
import { useHighlighter } from '../../../markdown/highlight/use-highlighter'
import { cn } from '../../../ui'
import { splitLines, withHidden, withHiddenSigns } from '../split-lines'

export interface ConfigTextProps {
  text: string
  problem: ConfigFileView['problem']
  /** The line with the problem. */
  problemLine: Ref<HTMLDivElement>
}

function useLines(text: string): CodeSpan[][] {
  const highlight = useHighlighter(true)
  return useMemo(() => {
    // The end of the last line begins none.
    const shown = withHiddenSigns(revealHidden(text.replace(/\r?\n$/, '')))
    const plain: CodeSpan[] = [{ role: null, text: shown }]
    try {
      return splitLines(highlight === null ? plain : highlight(shown, 'yaml'))
    } catch {
      return splitLines(plain)
    }
  }, [text, highlight])
}

function Line({ spans }: { spans: readonly CodeSpan[] }) {
  const { t } = useTranslation()
  return withHidden(spans).map((part, index) => {
    const key = `${index}`
    if (part === 'hidden') {
      return (
        <span key={key} className="rounded-xs bg-hover px-1 text-muted italic">
          {t('config.hidden')}
        </span>
      )
    }
    return part.role === null ? (
      <Fragment key={key}>{part.text}</Fragment>
    ) : (
      <span key={key} className={`code-${part.role}`}>
        {part.text}
      </span>
    )
  })
}

/** The file with numbered lines; what is wrong stands below the line it is in. */
export function ConfigText({ text, problem, problemLine }: ConfigTextProps) {
  const { t } = useTranslation()
  const lines = useLines(text)
  const width = String(lines.length).length
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: WCAG 2.1.1 for scrolling regions
      tabIndex={0}
      aria-label={t('config.text')}
      className="focus-ring max-h-[70dvh] min-h-40 overflow-auto rounded-lg border border-line bg-surface py-2 font-mono text-xs leading-5"
    >
      <div className="w-max min-w-full">
        {lines.map((spans, index) => {
          const number = index + 1
          const isWrong = problem?.line === number
          return (
            <div
              key={`${number}`}
              ref={isWrong ? problemLine : undefined}
              className={cn('flex', isWrong && 'bg-danger-soft')}
            >
              <span
                aria-hidden="true"
                data-figure
                className={cn(
                  'sticky left-0 shrink-0 select-none border-line border-r px-3 text-right text-muted',
                  isWrong ? 'bg-danger-soft' : 'bg-surface',
                )}
              >
                {String(number).padStart(width, '\u2007')}
              </span>
              <span className="whitespace-pre pr-4 pl-3">
                <Line spans={spans} />
                {isWrong ? (
                  <span className="flex items-start gap-1.5 whitespace-normal font-sans text-danger">
                    <CircleAlert aria-hidden="true" className="mt-1 size-3 shrink-0" />
                    <span className="max-w-[min(40rem,70vw)] [overflow-wrap:anywhere]">
                      <span className="sr-only">{t('config.lineLabel', { line: number })} </span>
                      {spoken(problem.message, t)}
                    </span>
                  </span>
                ) : null}
              </span>
            </div>
          )
        })}
      </div>
    </section>
  )
}
