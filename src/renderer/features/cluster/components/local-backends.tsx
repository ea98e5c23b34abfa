import { useTranslation } from 'react-i18next'
import type { NodeView } from '../../../../shared/entities'
import { LocalBackendList, useLocalBackends } from '../../../components'
import { isSameServer } from '../../../same-server'
import { Button } from '../../../ui'
import type { NodeDraft } from '../node-draft'

/** Servers found on this machine that are no node yet. Draws nothing when there is none. */
export function LocalBackends(props: {
  nodes: readonly NodeView[]
  onPick(preset: Partial<NodeDraft>): void
}) {
  const { t } = useTranslation()
  const { found } = useLocalBackends()
  const unused = (found ?? []).filter(
    backend => !props.nodes.some(node => isSameServer(node.url, backend.url)),
  )
  if (unused.length === 0) return null
  return (
    <section aria-label={t('cluster.setup.here')} className="flex flex-col gap-2">
      <h3 className="font-medium text-muted text-xs">{t('cluster.setup.here')}</h3>
      <LocalBackendList
        backends={unused}
        action={backend => (
          <Button
            size="sm"
            onClick={() =>
              props.onPick({ name: backend.name, address: backend.url, tier: backend.suggestedTier })
            }
          >
            {t('cluster.setup.use')}
          </Button>
        )}
      />
    </section>
  )
}
