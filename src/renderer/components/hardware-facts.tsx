import { useEffect, useState } from 'react'
import type { HardwareReport } from '../../shared/entities'
import { isHarombeError } from '../../shared/harombe-error'
import { useClient } from '../client'
import { formatMemory } from '../format'
import { Skeleton } from '../ui'

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
        setState({ error: isHarombeError(error) ? error.message : 'The hardware could not be read.' })
      },
    )
    return () => lifetime.abort()
  }, [client])
  return state
}

/** Processor, memory and graphics, and the model that fits. */
export function HardwareFacts({ hardware }: { hardware: HardwareState }) {
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
        <Fact label="Processor">
          {cpu.name}
          <span className="text-muted">, {cpu.physicalCores} cores</span>
        </Fact>
        <Fact label="Memory">{formatMemory(memoryBytes)}</Fact>
        <Fact label="Graphics">
          {gpus.length === 0
            ? 'none found'
            : gpus.map(gpu => (
                <span key={`${gpu.name} ${gpu.source}`} className="block">
                  {gpu.name}
                  {gpu.memoryBytes === null ? null : (
                    <span className="text-muted">
                      , {formatMemory(gpu.memoryBytes)}
                      {gpu.unified ? ' shared' : ''}
                    </span>
                  )}
                </span>
              ))}
        </Fact>
      </dl>
      <div className="rounded-lg bg-hover px-3 py-2.5">
        <p className="text-muted text-xs">Model that fits</p>
        <p className="font-medium font-mono text-sm">{recommendation.model}</p>
        <p className="mt-0.5 text-muted text-xs">{recommendation.reason}</p>
      </div>
      {warnings.map(warning => (
        <p key={warning} className="text-muted text-xs">
          {warning}
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
