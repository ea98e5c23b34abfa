import { useTranslation } from 'react-i18next'
import { useDiscovery } from '../../components'
import { Button, Card, StatusDot } from '../../ui'
import type { FoundNode } from './found-node'

/** Other harombes of the network. Draws nothing while there are none: they may come at any time. */
export function FoundNear({ onAdd }: { onAdd(found: FoundNode): void }) {
  const { t } = useTranslation()
  const nodes = useDiscovery()?.nodes ?? []
  if (nodes.length === 0) return null
  return (
    <Card className="flex flex-col gap-3 p-4 sm:col-span-2">
      <div>
        <h2 className="font-semibold text-base">{t('onboarding.near')}</h2>
        <p className="text-muted text-xs">{t('onboarding.nearNote')}</p>
      </div>
      <ul className="flex flex-col divide-y divide-line overflow-hidden rounded-lg border border-line">
        {nodes.map(({ id, name, url, tier, knownAs }) => (
          <li key={id} className="flex items-center gap-3 px-3 py-2">
            <div className="min-w-0 flex-1">
              <p className="truncate font-medium text-sm">{name}</p>
              <p className="truncate font-mono text-muted text-xs">{url}</p>
            </div>
            {knownAs === null ? (
              <Button
                size="sm"
                onClick={() => onAdd({ name, address: url, ...(tier === null ? {} : { tier }) })}
              >
                {t('onboarding.add')}
              </Button>
            ) : (
              <StatusDot shape="ok" label={t('onboarding.inUse')} className="text-muted text-xs" />
            )}
          </li>
        ))}
      </ul>
    </Card>
  )
}
