import { useTranslation } from 'react-i18next'
import type { NodeView } from '../../../../shared/entities'
import { NodeStatusBadge, TierGlyph } from '../../../components'
import { Button, cn, Switch } from '../../../ui'

export interface WhatIfNodesProps {
  nodes: readonly NodeView[]
  without: ReadonlySet<string>
  onChange(without: ReadonlySet<string>): void
}

const byTier = (a: NodeView, b: NodeView) => a.tier - b.tier

/** Every node with what it is now, and whether it takes part. Switching one off here changes nothing but the answer. */
export function WhatIfNodes({ nodes, without, onChange }: WhatIfNodesProps) {
  const { t } = useTranslation()
  const areAllOn = nodes.every(({ name }) => !without.has(name))
  const set = (name: string, isOn: boolean) => {
    const next = new Set(without)
    if (isOn) next.delete(name)
    else next.add(name)
    onChange(next)
  }
  return (
    <fieldset aria-label={t('cluster.routing.whatIf.nodes')} className="flex min-w-0 flex-col gap-1">
      <div className="flex h-5 items-center justify-between gap-2">
        <span aria-hidden="true" className="font-medium text-sm">
          {t('cluster.routing.whatIf.nodes')}
        </span>
        {areAllOn ? null : (
          <Button variant="link" size="inline" className="text-xs" onClick={() => onChange(new Set())}>
            {t('cluster.routing.whatIf.allOn')}
          </Button>
        )}
      </div>
      <ul className="flex max-h-56 flex-col divide-y divide-line overflow-y-auto rounded-lg border border-line">
        {nodes.toSorted(byTier).map(node => {
          const isOn = !without.has(node.name)
          return (
            <li key={node.name} className="flex h-9 shrink-0 items-center gap-2 px-3 text-sm">
              <TierGlyph tier={node.tier} className="text-muted" />
              <span className={cn('min-w-0 flex-1 truncate', isOn ? 'font-medium' : 'text-muted')}>
                {node.name}
              </span>
              {isOn ? (
                <NodeStatusBadge node={node} className="text-muted text-xs" />
              ) : (
                <span className="text-muted text-xs">{t('cluster.routing.whatIf.offHere')}</span>
              )}
              <Switch label={node.name} checked={isOn} onChange={checked => set(node.name, checked)} />
            </li>
          )
        })}
      </ul>
    </fieldset>
  )
}
