import { memo, useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { revealHidden } from '../characters'
import { createRenderBudget } from './render-budget'
import { useMath } from './use-math'

const budget = createRenderBudget(
  () => performance.now(),
  run => void setTimeout(run, 0),
)

export interface FormulaProps {
  tex: string
  display: boolean
  /** With its marks: shown until the formula is drawn, and what is copied. */
  source: string
}

/**
 * A formula. Its source stays in the page, out of sight: selecting and copying gives what the model wrote, while screen
 * readers are given MathML.
 */
export const Formula = memo(function Formula({ tex, display, source }: FormulaProps) {
  const { t } = useTranslation()
  const draw = useMath(true)
  const host = useRef<HTMLSpanElement>(null)
  const [state, setState] = useState<'waiting' | 'drawn' | 'refused'>('waiting')
  useLayoutEffect(() => {
    const element = host.current
    if (draw === null || element === null) return
    return budget.run(() => setState(draw(element, tex, display) ? 'drawn' : 'refused'))
  }, [draw, tex, display])
  const drawn = state === 'drawn'
  return (
    <span className={display ? 'math math-display' : 'math'} data-state={state} dir="ltr">
      <code
        className={drawn ? 'math-copied' : 'math-source'}
        aria-hidden={drawn}
        title={state === 'refused' ? t('markdown.math.refused') : undefined}
      >
        {revealHidden(source)}
      </code>
      <span
        ref={host}
        className="math-drawn"
        // A wide formula is scrolled by keyboard.
        {...(display && drawn ? { tabIndex: 0, role: 'group', 'aria-label': t('markdown.math.label') } : {})}
      />
    </span>
  )
})
