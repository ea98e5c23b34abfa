import { useTranslation } from 'react-i18next'
import type { RequestCount } from '../../../../shared/contract/activity'
import { tierName } from '../../../../shared/entities/tier-words'
import { tiers } from '../../../../shared/entities/tiers'
import type { Translate } from '../../../../shared/texts/translator'
import { formatCount } from '../../../format'
import { Button, Select } from '../../../ui'
import { type ActivityFilter, times, withPart } from '../activity-filter'
import { outcomeLook, outcomes } from '../activity-words'
import { countedNodes, countOf } from '../request-counts'

export interface ActivityFiltersProps {
  filter: ActivityFilter
  /** Those of the cluster; others that requests ended on are offered as well. */
  nodes: readonly string[]
  /** Of the time that is chosen; null while nobody knows. */
  counts: readonly RequestCount[] | null
  onChange(filter: ActivityFilter): void
}

/** "Failed (12)": how many there would be with the other filters as they are. */
const optionText = (name: string, count: number | null, t: Translate) =>
  count === null ? name : t('activity.option', { name, figure: formatCount(count) })

function Choice(props: {
  label: string
  all: string
  value: string
  options: readonly { value: string; text: string }[]
  onChange(value: string): void
  className?: string
}) {
  return (
    <Select
      aria-label={props.label}
      className={props.className}
      value={props.value}
      onChange={event => props.onChange(event.target.value)}
    >
      <option value="">{props.all}</option>
      {props.options.map(({ value, text }) => (
        <option key={value} value={value}>
          {text}
        </option>
      ))}
    </Select>
  )
}

export function ActivityFilters({ filter, nodes, counts, onChange }: ActivityFiltersProps) {
  const { t } = useTranslation()
  // A node that is gone from the cluster still has its requests.
  const names = new Set([
    ...nodes,
    ...countedNodes(counts),
    ...(filter.node === undefined ? [] : [filter.node]),
  ])
  const change = (part: ActivityFilter) => onChange(withPart(filter, part))
  return (
    <fieldset className="grid grid-cols-2 items-center gap-2 sm:flex sm:flex-wrap">
      <legend className="sr-only">{t('activity.filters')}</legend>
      <Choice
        label={t('activity.outcome')}
        all={t('activity.allOutcomes')}
        className="sm:max-w-44"
        value={filter.outcome ?? ''}
        options={outcomes.map(outcome => ({
          value: outcome,
          text: optionText(outcomeLook(outcome, t).label, countOf(counts, { ...filter, outcome }), t),
        }))}
        onChange={value => change({ outcome: outcomes.find(outcome => outcome === value) })}
      />
      <Choice
        label={t('activity.node')}
        all={t('activity.allNodes')}
        // A name may be 63 characters long, and the widest option makes the control.
        className="sm:max-w-44"
        value={filter.node ?? ''}
        options={[...names].map(node => ({
          value: node,
          text: optionText(node, countOf(counts, { ...filter, node }), t),
        }))}
        onChange={value => change({ node: value || undefined })}
      />
      <Choice
        label={t('activity.tier')}
        all={t('activity.allTiers')}
        className="sm:max-w-40"
        value={filter.tier === undefined ? '' : String(filter.tier)}
        options={tiers.map(tier => ({
          value: String(tier),
          text: optionText(tierName(tier, t), countOf(counts, { ...filter, tier }), t),
        }))}
        onChange={value => change({ tier: tiers.find(tier => String(tier) === value) })}
      />
      <Choice
        label={t('activity.time')}
        all={t('activity.anyTime')}
        className="sm:max-w-40"
        value={filter.time ?? ''}
        options={times.map(time => ({ value: time, text: t(`activity.times.${time}`) }))}
        onChange={value => change({ time: times.find(time => time === value) })}
      />
      {Object.keys(filter).length === 0 ? null : (
        <Button variant="ghost" className="max-sm:col-span-2" onClick={() => onChange({})}>
          {t('activity.showAll')}
        </Button>
      )}
    </fieldset>
  )
}
