import { useTranslation } from 'react-i18next'
import type { NodeView } from '../../../../shared/entities'
import { formatCount, formatMemory } from '../../../format'
import { Meter } from '../../../ui'

/** How many of its places are taken, and who waits for one. */
export function SlotsLine({ node }: { node: NodeView }) {
  const { t } = useTranslation()
  const { activeRequests: active, slots, queued } = node
  const text = t('cluster.node.slots', { active, count: slots })
  return (
    <div className="flex items-center gap-2.5">
      <Meter
        value={active}
        max={slots}
        label={t('cluster.node.slotsInUse')}
        text={t('cluster.node.slotsText', { active, slots })}
        className="flex-1"
      />
      <span data-figure className="text-muted text-xs">
        {queued === 0 ? text : `${text} · ${t('cluster.node.queued', { number: formatCount(queued) })}`}
      </span>
    </div>
  )
}

/** What its loaded models take. Draws nothing where its server does not tell which are loaded. */
export function MemoryLine({ node }: { node: NodeView }) {
  const { t } = useTranslation()
  const { loaded, memoryBytes } = node
  if (loaded === null || node.status === 'offline' || node.status === 'disabled') return null
  const names = loaded.map(({ name }) => name).join(', ')
  const used = loaded.reduce((sum, { sizeBytes }) => sum + (sizeBytes ?? 0), 0)
  const isKnown =
    memoryBytes !== null && memoryBytes > 0 && loaded.every(({ sizeBytes }) => sizeBytes !== null)
  const text = isKnown
    ? t('cluster.node.memoryOf', { used: formatMemory(used), total: formatMemory(memoryBytes) })
    : null
  return (
    <div className="flex flex-col gap-1">
      {text === null ? null : (
        <div className="flex items-center gap-2.5">
          {/* As a share: in bytes it would be drawn as cells that nobody can count. */}
          <Meter
            value={Math.min(100, Math.round((used / (memoryBytes ?? 1)) * 100))}
            max={100}
            label={t('cluster.node.memory')}
            text={text}
            className="flex-1"
          />
          <span data-figure className="text-muted text-xs">
            {text}
          </span>
        </div>
      )}
      <p className="truncate text-muted text-xs" title={names}>
        {loaded.length === 0 ? t('cluster.node.nothingLoaded') : t('cluster.node.loaded', { models: names })}
      </p>
    </div>
  )
}
