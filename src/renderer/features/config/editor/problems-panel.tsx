import { ChevronDown, ChevronUp, CircleAlert } from 'lucide-react'
import { useEffect, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { spoken } from '../../../../shared/texts/spoken'
import { announce } from '../../../announcer'
import { useDraft, useDraftStore } from '../draft/draft-context'

/** Long enough for a word to be finished: while one is being typed there is nearly always a problem. */
const settledMs = 1500

function useAnnouncedCount(count: number): void {
  const { t } = useTranslation()
  const [said, setSaid] = useState(count)
  useEffect(() => {
    if (count === said) return
    const timer = setTimeout(() => {
      setSaid(count)
      announce(count === 0 ? t('config.editor.noProblems') : t('config.editor.problems', { count }))
    }, settledMs)
    return () => clearTimeout(timer)
  }, [count, said, t])
}

/** What is wrong with the draft; each leads to its line. Nothing when nothing is. */
export function ProblemsPanel() {
  const { t } = useTranslation()
  const draft = useDraftStore()
  const problems = useDraft(state => state.problems)
  const [isOpen, setOpen] = useState(true)
  const list = useId()
  useAnnouncedCount(problems.length)
  if (problems.length === 0) return null
  const Chevron = isOpen ? ChevronDown : ChevronUp
  return (
    <section aria-label={t('config.editor.problemsList')} className="shrink-0 border-line border-t bg-canvas">
      <button
        type="button"
        aria-expanded={isOpen}
        aria-controls={list}
        title={t(isOpen ? 'config.editor.hideProblems' : 'config.editor.showProblems')}
        className="focus-ring eased flex min-h-8 w-full items-center gap-2 px-4 text-left font-medium text-danger text-xs hover:bg-hover focus-visible:outline-offset-[-2px]"
        onClick={() => setOpen(!isOpen)}
      >
        <CircleAlert aria-hidden="true" className="size-3.5 shrink-0" />
        <span className="flex-1">{t('config.editor.problems', { count: problems.length })}</span>
        <Chevron aria-hidden="true" className="size-4 text-muted" />
      </button>
      <ul id={list} hidden={!isOpen} className="max-h-36 overflow-y-auto pb-1">
        {problems.map(problem => (
          <li key={`${problem.file} ${problem.line} ${problem.column} ${problem.message}`}>
            <button
              type="button"
              disabled={problem.file !== null}
              className="focus-ring eased flex min-h-7 w-full items-baseline gap-3 px-4 py-1 text-left text-xs enabled:hover:bg-hover focus-visible:outline-offset-[-2px] pointer-coarse:min-h-10"
              onClick={() => draft.show(problem)}
            >
              <span data-figure className="w-16 shrink-0 text-muted">
                {problem.file === null
                  ? t('config.editor.atLine', { line: problem.line })
                  : t('config.editor.inFile', { file: problem.file, line: problem.line })}
              </span>
              <span className="min-w-0 flex-1 text-ink [overflow-wrap:anywhere]">
                {spoken(problem.message, t)}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
