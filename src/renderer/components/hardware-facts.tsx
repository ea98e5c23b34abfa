import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { HardwareReport } from '../../shared/entities'
import { isHarombeError } from '../../shared/harombe-error'
import { spoken } from '../../shared/texts/spoken'
import { useClient } from '../client'
import { formatMemory } from '../format'
import { texts } from '../texts'
import { Skeleton } from '../ui'
import { RichText } from './rich-text'

export type HardwareState = { report: HardwareReport } | { error: string } | null

/** What this machine is; null while it is being found out. */
export function useHardware(): HardwareState {
  const client = useClient()
  const [state, setState] = useState<HardwareState>(null)
  useEffect(() => {
    const lifetime = new AbortController()
    client.call('system.getHardware', {}, { signal: lifetime.signal }).then(
      report => setState({ report }),
      error => {
        if (lifetime.signal.aborted) return
        setState({
          error: isHarombeError(error)
            ? spoken(error.message, texts.t)
            : texts.t('words.hardware.unreadable'),
        })
      },
    )
    return () => lifetime.abort()
  }, [client])
  return state
}

const quiet = { quiet: <span className="text-muted" /> }

/** Processor, memory and graphics, and the model that fits. */
export function HardwareFacts({ hardware }: { hardware: HardwareState }) {
  const { t } = useTranslation()
  if (hardware === null) {
    return (
      <div className="flex flex-col gap-2">
        <Skeleton className="h-4 w-3/4" />
        <Skeleton className="h-4 w-1/2" />
        <Skeleton className="h-4 w-2/3" />
      </div>
    )
  }
  if ('error' in hardware) return <p className="text-danger text-sm">{hardware.error}</p>
  const { cpu, memoryBytes, gpus, recommendation, warnings } = hardware.report
  return (
    <div className="flex flex-col gap-3">
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 text-sm">
        <Fact label={t('words.hardware.processor')}>
          <RichText
            text={t('words.hardware.cores', { count: cpu.physicalCores, name: cpu.name })}
            marks={quiet}
          />
        </Fact>
        <Fact label={t('words.hardware.memory')}>{formatMemory(memoryBytes)}</Fact>
        <Fact label={t('words.hardware.graphics')}>
          {gpus.length === 0
            ? t('words.hardware.noGraphics')
            : gpus.map(gpu => (
                <span key={`${gpu.name} ${gpu.source}`} className="block">
                  {gpu.memoryBytes === null ? (
                    gpu.name
                  ) : (
                    <RichText
                      text={t(gpu.unified ? 'words.hardware.gpuShared' : 'words.hardware.gpuMemory', {
                        name: gpu.name,
                        memory: formatMemory(gpu.memoryBytes),
                      })}
                      marks={quiet}
                    />
                  )}
                </span>
              ))}
        </Fact>
      </dl>
      <div className="rounded-lg bg-hover px-3 py-2.5">
        <p className="text-muted text-xs">{t('words.hardware.fits')}</p>
        <p className="font-medium font-mono text-sm">{recommendation.model}</p>
        <p className="mt-0.5 text-muted text-xs">{spoken(recommendation.reason, t)}</p>
      </div>
      {warnings.map(warning => (
        <p key={warning} className="text-muted text-xs">
          {spoken(warning, t)}
        </p>
      ))}
    </div>
  )
}

function Fact({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <>
      <dt className="text-muted">{label}</dt>
      <dd className="min-w-0 [overflow-wrap:anywhere]">{children}</dd>
    </>
  )
}
