import { useTranslation } from 'react-i18next'
import type { ConfigProblemView } from '../../../../shared/contract/config'
import type { ErrorShape } from '../../../../shared/harombe-error'
import { isRecord } from '../../../../shared/record'
import { spoken } from '../../../../shared/texts/spoken'
import { pageHint } from '../../../format'
import { Banner, Button, Card } from '../../../ui'
import { problemsToShow } from './problems-of'

export interface PlanRefusalProps {
  error: ErrorShape
  /** Of an old version: its lines are in no editor. */
  isVersion: boolean
  /** What the editor finds wrong: of a file as it stands on disk the error tells only the first. */
  known: readonly ConfigProblemView[]
  onShowLine(problem: { line: number; column: number | null }): void
}

/** Why there is no plan. Mistakes of the text lead to their lines. */
export function PlanRefusal({ error, isVersion, known, onShowLine }: PlanRefusalProps) {
  const { t } = useTranslation()
  const problems = problemsToShow(error, isVersion ? [] : known)
  if (error.code === 'CONFIG_INVALID') {
    return (
      <>
        <Banner tone="warn" title={t(isVersion ? 'config.plan.invalidVersion' : 'config.plan.invalid')}>
          {problems.length === 0 ? spoken(error.message, t) : null}
        </Banner>
        {problems.length === 0 ? null : (
          <Card className="divide-y divide-line">
            {problems.map(problem => (
              <Problem
                key={`${problem.line} ${problem.path} ${problem.message}`}
                problem={problem}
                onShow={isVersion ? null : onShowLine}
              />
            ))}
          </Card>
        )}
      </>
    )
  }
  const hint = pageHint(error.hint, t)
  return (
    <Banner tone="danger" title={t('config.plan.failed')}>
      {spoken(error.message, t)} {hint ?? t('config.plan.failedHint')}
    </Banner>
  )
}

interface ProblemProps {
  problem: ConfigProblemView
  onShow: PlanRefusalProps['onShowLine'] | null
}

function Problem({ problem: { path, message, line, column }, onShow }: ProblemProps) {
  const { t } = useTranslation()
  return (
    <div className="flex items-center gap-3 px-4 py-2 text-sm">
      <p className="min-w-0 flex-1 [overflow-wrap:anywhere]">
        {spoken(message, t)}
        {path === '' ? null : <span className="block font-mono text-muted text-xs">{path}</span>}
      </p>
      {line === null || onShow === null ? null : (
        <Button size="sm" onClick={() => onShow({ line, column })}>
          {t('config.plan.goTo', { line })}
        </Button>
      )}
    </div>
  )
}

const movedParts = ['desired', 'applied', 'observed'] as const

/** Why an apply did not begin. */
export function StartRefusal({ error, onReplan }: { error: ErrorShape; onReplan(): void }) {
  const { t } = useTranslation()
  const moved: unknown = isRecord(error.data) ? error.data.moved : undefined
  const parts = Array.isArray(moved) ? movedParts.filter(part => moved.includes(part)) : []
  const hint = pageHint(error.hint, t)
  return (
    <Banner
      tone={parts.length > 0 ? 'warn' : 'danger'}
      title={t(parts.length > 0 ? 'config.plan.moved' : 'config.plan.notStarted')}
      actions={
        error.code === 'CONFLICT' ? (
          <Button size="sm" onClick={onReplan}>
            {t('config.plan.replan')}
          </Button>
        ) : undefined
      }
    >
      {parts.length > 0
        ? [...parts.map(part => t(`config.plan.movedBy.${part}`)), t('config.plan.movedHint')].join(' ')
        : [spoken(error.message, t), hint].filter(Boolean).join(' ')}
    </Banner>
  )
}
