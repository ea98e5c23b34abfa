import type { Tier } from '../../../../shared/entities'
import { tierName } from '../../../../shared/entities/tier-words'
import { tiers } from '../../../../shared/entities/tiers'
import { texts } from '../../../texts'
import { Button, Select } from '../../../ui'
import type { ActivityFilter } from '../activity-store'
import { outcomeLook, outcomes } from '../activity-words'

export interface ActivityFiltersProps {
  filter: ActivityFilter
  nodes: readonly string[]
  onChange(filter: ActivityFilter): void
}

/** `part` in place of what the filter had; undefined takes a key out. */
function withPart(
  filter: ActivityFilter,
  part: { [K in keyof ActivityFilter]: ActivityFilter[K] | undefined },
) {
  return Object.fromEntries(Object.entries({ ...filter, ...part }).filter(([, value]) => value !== undefined))
}

export function ActivityFilters({ filter, nodes, onChange }: ActivityFiltersProps) {
  // A node that is gone from the cluster still has its requests.
  const names = filter.node === undefined || nodes.includes(filter.node) ? nodes : [filter.node, ...nodes]
  return (
    <div className="flex flex-wrap items-center gap-2 max-sm:grid max-sm:grid-cols-3">
      <Select
        aria-label="Outcome"
        value={filter.outcome ?? ''}
        onChange={event =>
          onChange(withPart(filter, { outcome: outcomes.find(outcome => outcome === event.target.value) }))
        }
      >
        <option value="">All outcomes</option>
        {outcomes.map(outcome => (
          <option key={outcome} value={outcome}>
            {outcomeLook(outcome).label}
          </option>
        ))}
      </Select>
      <Select
        aria-label="Node"
        // A name may be 63 characters long, and the widest option makes the control.
        className="sm:max-w-44"
        value={filter.node ?? ''}
        onChange={event => onChange(withPart(filter, { node: event.target.value || undefined }))}
      >
        <option value="">All nodes</option>
        {names.map(name => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </Select>
      <Select
        aria-label="Tier"
        value={filter.tier === undefined ? '' : String(filter.tier)}
        onChange={event => onChange(withPart(filter, { tier: tierOf(event.target.value) }))}
      >
        <option value="">All tiers</option>
        {tiers.map(tier => (
          <option key={tier} value={tier}>
            {tierName(tier, texts.t)}
          </option>
        ))}
      </Select>
      {Object.keys(filter).length === 0 ? null : (
        <Button variant="ghost" onClick={() => onChange({})}>
          Show all
        </Button>
      )}
    </div>
  )
}

const tierOf = (value: string): Tier | undefined => tiers.find(tier => String(tier) === value)
