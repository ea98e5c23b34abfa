import { useTranslation } from 'react-i18next'
import { LocalBackendList, useLocalBackends } from '../../components'
import { useCluster } from '../../mirrors'
import { isSameServer } from '../../same-server'
import { Button, Skeleton, StatusDot } from '../../ui'
import type { FoundNode } from './found-node'

/** The model servers of this machine; those the cluster already uses say so. */
export function FoundHere({ onAdd }: { onAdd(found: FoundNode): void }) {
  const { t } = useTranslation()
  const { found, search } = useLocalBackends()
  const nodes = useCluster()?.nodes ?? []
  if (found === null) {
    return (
      <div className="flex flex-col gap-2">
        <p className="text-muted text-sm">{t('onboarding.looking')}</p>
        <Skeleton className="h-14 w-full" />
      </div>
    )
  }
  if (found.length === 0) {
    return (
      <div className="flex flex-col items-start gap-3 text-sm">
        <p className="text-muted">{t('onboarding.nothing')}</p>
        <Button size="sm" onClick={search}>
          {t('onboarding.lookAgain')}
        </Button>
      </div>
    )
  }
  return (
    <LocalBackendList
      backends={found}
      action={backend =>
        nodes.some(node => isSameServer(node.url, backend.url)) ? (
          <StatusDot shape="ok" label={t('onboarding.inUse')} className="text-muted text-xs" />
        ) : (
          <Button
            size="sm"
            onClick={() => onAdd({ name: backend.name, address: backend.url, tier: backend.suggestedTier })}
          >
            {t('onboarding.add')}
          </Button>
        )
      }
    />
  )
}
