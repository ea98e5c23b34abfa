import { useTranslation } from 'react-i18next'
import type { FieldChange, PlanChange } from '../../../../shared/entities'
import type { PlanLine } from '../../../../shared/entities/plan-words'
import { Card, Checkbox, cn } from '../../../ui'
import { FindingList } from './finding-list'
import { fieldsOf, type PlanGroup } from './plan-groups'
import { Mark } from './plan-marks'

export interface PlanGroupCardProps {
  group: PlanGroup
  /** In words, by id of the change. */
  lines: ReadonlyMap<string, PlanLine>
  /** Null: nothing to choose, such as in a plan for one machine alone. */
  choice: { isIn: boolean; isLast: boolean; onChange(isIn: boolean): void } | null
}

/** What is done to one machine, or to the settings. */
export function PlanGroupCard({ group, lines, choice }: PlanGroupCardProps) {
  const { t } = useTranslation()
  const { node, changes, findings } = group
  const name = node ?? t('config.plan.settingsGroup')
  const isOut = choice !== null && !choice.isIn
  return (
    <Card as="article" aria-label={name} className={cn(isOut && 'bg-canvas shadow-none')}>
      <h3 className="flex min-h-9 items-center gap-2.5 border-line border-b px-4 py-1.5 font-semibold text-sm">
        {choice === null || node === null || changes.length === 0 ? (
          <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">{name}</span>
        ) : (
          <Checkbox
            checked={choice.isIn}
            disabled={choice.isLast}
            onChange={choice.onChange}
            className="shrink-0"
          >
            <span className="sr-only">{t('config.plan.include', { node: name })}</span>
            <span aria-hidden="true" className="min-w-0 font-semibold [overflow-wrap:anywhere]">
              {name}
            </span>
          </Checkbox>
        )}
        {isOut ? (
          <span className="ml-auto shrink-0 font-normal text-muted text-xs">{t('config.plan.leftOut')}</span>
        ) : null}
      </h3>
      {changes.length === 0 ? null : (
        <ul className={cn('flex flex-col py-1.5', isOut && 'text-muted')}>
          {changes.map(change => {
            const line = lines.get(change.id)
            return line === undefined ? null : (
              <Change key={change.id} change={change} line={line} isOut={isOut} />
            )
          })}
        </ul>
      )}
      {findings.length === 0 ? null : (
        <div className={cn('px-4 py-2.5', changes.length > 0 && 'border-line border-t')}>
          <FindingList findings={findings} label={t('config.plan.findings')} />
        </div>
      )}
      {isOut && node === null ? (
        <p className="px-4 pb-2.5 text-muted text-xs">{t('config.plan.settingsLeftOut')}</p>
      ) : null}
    </Card>
  )
}

function Change({ change, line, isOut }: { change: PlanChange; line: PlanLine; isOut: boolean }) {
  const fields = fieldsOf(change)
  return (
    <li className="flex items-start gap-2 px-4 py-1 text-sm">
      <Mark mark={line.mark} className={cn(isOut && 'opacity-60')} />
      <div className="min-w-0 flex-1 [overflow-wrap:anywhere]">
        {/* Of a setting its lines say all that its words would. */}
        {change.kind === 'setting_changed' ? (
          <span className="font-mono text-xs">{change.path}</span>
        ) : (
          line.text
        )}
        {line.notes.length === 0 ? null : (
          <span className="text-muted text-xs"> · {line.notes.join(' · ')}</span>
        )}
        {fields.length === 0 ? null : (
          <FieldLines fields={fields} isSetting={change.kind === 'setting_changed'} />
        )}
      </div>
    </li>
  )
}

/** The lines of the file that change, as it would have them. */
function FieldLines({ fields, isSetting }: { fields: readonly FieldChange[]; isSetting: boolean }) {
  const { t } = useTranslation()
  return (
    <div className="mt-1 overflow-hidden rounded-md border border-line font-mono text-xs leading-5">
      {fields.map(({ path, before, after }) => {
        const key = isSetting ? (path.split('.').at(-1) ?? path) : path
        return (
          <div key={path}>
            {before === null ? null : (
              <FieldLine kind="removed" said={t('config.history.removed')} text={`${key}: ${before}`} />
            )}
            {after === null ? null : (
              <FieldLine kind="added" said={t('config.history.added')} text={`${key}: ${after}`} />
            )}
          </div>
        )
      })}
    </div>
  )
}

function FieldLine({ kind, said, text }: { kind: 'added' | 'removed'; said: string; text: string }) {
  return (
    <p className={cn('flex gap-2 px-2', kind === 'added' ? 'bg-ok-soft' : 'bg-danger-soft')}>
      <span aria-hidden="true" className={kind === 'added' ? 'text-ok' : 'text-danger'}>
        {kind === 'added' ? '+' : '−'}
      </span>
      <span className="sr-only">{said}: </span>
      <span className="min-w-0 whitespace-pre-wrap text-ink [overflow-wrap:anywhere]">{text}</span>
    </p>
  )
}
