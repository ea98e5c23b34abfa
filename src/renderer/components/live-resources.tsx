import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ResourceReading } from '../../shared/entities'
import { useClient } from '../client'
import { followStream } from '../client/follow-stream'
import { formatMemory, formatShare } from '../format'
import { Meter, Skeleton } from '../ui'

/** What this machine is busy with now; the coordinator measures only while somebody looks. */
export function LiveResources() {
  const { t } = useTranslation()
  const reading = useResources()
  if (reading === null) return <Skeleton className="h-12 w-full" />
  const { cpuLoad, memoryUsedBytes, memoryTotalBytes, gpus } = reading
  return (
    <div className="flex flex-col gap-2.5">
      <Gauge label={t('words.hardware.processor')} share={cpuLoad} text={formatShare(cpuLoad)} />
      <Gauge
        label={t('words.hardware.memory')}
        share={memoryTotalBytes === 0 ? 0 : memoryUsedBytes / memoryTotalBytes}
        text={t('words.hardware.used', {
          used: formatMemory(memoryUsedBytes),
          total: formatMemory(memoryTotalBytes),
        })}
      />
      {gpus.map((gpu, index) => {
        const key = `${index} ${gpu.name}`
        const { load, memoryUsedBytes: used, memoryTotalBytes: total } = gpu
        return (
          <div key={key} className="flex flex-col gap-2.5">
            {load === null ? null : <Gauge label={gpu.name} share={load} text={formatShare(load)} />}
            {used === null || total === null || total === 0 ? null : (
              <Gauge
                label={t('words.hardware.memoryOf', { name: gpu.name })}
                share={used / total}
                text={t('words.hardware.used', { used: formatMemory(used), total: formatMemory(total) })}
              />
            )}
          </div>
        )
      })}
    </div>
  )
}

function useResources(): ResourceReading | null {
  const client = useClient()
  const [reading, setReading] = useState<ResourceReading | null>(null)
  useEffect(() => {
    const lifetime = new AbortController()
    const show = (next: ResourceReading) => setReading(next)
    followStream(client, 'system.watchResources', () => ({}), show, lifetime.signal, { endless: true }).catch(
      // The last reading stays; the banner above the page says when the connection is gone.
      () => undefined,
    )
    return () => lifetime.abort()
  }, [client])
  return reading
}

function Gauge({ label, share, text }: { label: string; share: number; text: string }) {
  return (
    <div className="grid grid-cols-[minmax(0,9rem)_1fr_auto] items-center gap-3 text-xs">
      <span className="truncate text-muted">{label}</span>
      <Meter value={Math.round(share * 100)} max={100} label={label} text={text} />
      <span data-figure className="min-w-24 text-right">
        {text}
      </span>
    </div>
  )
}
