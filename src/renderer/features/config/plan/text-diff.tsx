import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { type DiffHunk, type DiffLine, lineDiff } from '../../../../shared/config/document/line-diff'
import { revealHidden } from '../../../markdown'
import { cn } from '../../../ui'

/** As `shared/config/document/mask-secrets` writes them. */
const mask = /(\[redacted(?::[0-9a-f]{8})?\])/

const signs = { same: ' ', added: '+', removed: '−' } as const
const looks = {
  same: 'text-muted',
  added: 'bg-ok-soft text-ink',
  removed: 'bg-danger-soft text-ink',
} as const

interface NumberedLine extends DiffLine {
  before: number | null
  after: number | null
}

function numbered({ beforeLine, afterLine, lines }: DiffHunk): NumberedLine[] {
  let [before, after] = [beforeLine, afterLine]
  return lines.map(line => ({
    ...line,
    before: line.kind === 'added' ? null : before++,
    after: line.kind === 'removed' ? null : after++,
  }))
}

export interface TextDiffProps {
  before: string
  after: string
  /** What it is that differs. */
  label: string
  className?: string | undefined
}

/** What differs between two texts, by lines, with some that do not around them. Draws nothing for equal ones. */
export function TextDiff({ before, after, label, className }: TextDiffProps) {
  const hunks = useMemo(() => lineDiff(before, after), [before, after])
  if (hunks.length === 0) return null
  const digits = String(
    Math.max(
      ...hunks.map(({ beforeLine, afterLine, lines }) => Math.max(beforeLine, afterLine) + lines.length),
    ),
  ).length
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: WCAG 2.1.1 for scrolling regions
      tabIndex={0}
      aria-label={label}
      className={cn(
        'focus-ring overflow-auto rounded-lg border border-line bg-surface py-1 font-mono text-xs leading-5',
        className,
      )}
    >
      <div className="w-max min-w-full">
        {hunks.map((hunk, index) => (
          <div
            key={hunk.afterLine}
            className={cn(index > 0 && 'mt-1 border-line border-t border-dashed pt-1')}
          >
            {numbered(hunk).map(line => (
              <Line key={`${line.before} ${line.after}`} line={line} digits={digits} />
            ))}
          </div>
        ))}
      </div>
    </section>
  )
}

const figure = (value: number | null, digits: number) => String(value ?? '').padStart(digits, '\u2007')

function Line({ line: { kind, text, before, after }, digits }: { line: NumberedLine; digits: number }) {
  const { t } = useTranslation()
  return (
    <div className={cn('flex', looks[kind])}>
      <span aria-hidden="true" data-figure className="shrink-0 select-none whitespace-pre px-2 text-muted">
        <span className="max-sm:hidden">
          {figure(before, digits)} {figure(after, digits)}
        </span>
        {/* No room for both: of a line that is gone its old number, else the new one. */}
        <span className="sm:hidden">{figure(after ?? before, digits)}</span>
      </span>
      <span
        aria-hidden="true"
        className={cn(
          'w-4 shrink-0 select-none',
          kind === 'added' && 'text-ok',
          kind === 'removed' && 'text-danger',
        )}
      >
        {signs[kind]}
      </span>
      <span className="whitespace-pre pr-4">
        {kind === 'same' ? null : <span className="sr-only">{t(`config.history.${kind}`)}: </span>}
        {text.split(mask).map((part, index) =>
          mask.test(part) ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a line have no other identity
            <span key={index} className="rounded-xs bg-hover px-1 italic">
              {t('config.history.hidden')}
            </span>
          ) : (
            revealHidden(part)
          ),
        )}
      </span>
    </div>
  )
}
