import { Cpu, Download, Play } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import type { EngineStatus } from '../../../../shared/entities'
import { pageHint } from '../../../format'
import { useCluster } from '../../../mirrors'
import { Banner, Button, Card, StatusDot, type StatusShape, toast } from '../../../ui'
import { engineOffer } from '../engine-offer'
import { useServices } from '../services'

const looks: Record<EngineStatus['state'], { shape: StatusShape; label: string }> = {
  absent: { shape: 'off', label: 'Not installed' },
  installing: { shape: 'busy', label: 'Installing' },
  ready: { shape: 'held', label: 'Ready' },
  running: { shape: 'ok', label: 'Running' },
  failed: { shape: 'danger', label: 'Failed' },
}

const accelerators: Record<string, string> = {
  cpu: 'on the processor',
  metal: 'on the GPU (Metal)',
  cuda: 'on the GPU (CUDA)',
  vulkan: 'on the GPU (Vulkan)',
}

const pollMs = 2_000

/** The engine that answers on the coordinator's machine without any server installed. */
export function EngineCard() {
  const { engine } = useServices()
  const nodes = useCluster()?.nodes
  const { status, lines, installing, starting, error } = useStore(engine.store)
  const underway = installing || status?.state === 'installing'
  useEffect(() => {
    void engine.refresh()
    const look = () => {
      if (document.visibilityState === 'visible') void engine.refresh()
    }
    document.addEventListener('visibilitychange', look)
    // An installation that another window began is not followed here, only asked about.
    const timer = underway ? setInterval(look, pollMs) : undefined
    return () => {
      document.removeEventListener('visibilitychange', look)
      clearInterval(timer)
    }
  }, [engine, underway])
  if (status === null) return null
  // The button goes with what it offered.
  const use = async () => {
    if (await engine.use()) toast.success('The embedded engine is in use on this machine')
  }
  const offer = underway || nodes === undefined ? null : engineOffer(status, nodes)
  const { shape, label } = looks[underway ? 'installing' : status.state]
  return (
    <Card as="article" aria-label="Embedded engine" className="flex shrink-0 flex-col gap-3 px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Cpu aria-hidden="true" className="size-4 shrink-0 text-muted" />
        <div className="min-w-0 flex-1">
          <h2 className="flex flex-wrap items-center gap-x-3 font-medium text-sm">
            Embedded engine
            <StatusDot shape={shape} label={label} className="font-normal text-muted text-xs" />
          </h2>
          <p className="text-muted text-xs">{description(status)}</p>
          {offer === null ? null : (
            <p className="text-xs [overflow-wrap:anywhere]">
              {offer.replaces === null
                ? 'This machine does not answer with it yet.'
                : `This machine answers with ${offer.replaces}. The engine would replace that.`}
            </p>
          )}
        </div>
        {status.state === 'absent' || status.state === 'failed' || underway ? (
          <Button size="sm" icon={<Download />} busy={underway} onClick={() => void engine.install()}>
            {underway ? 'Installing' : status.state === 'failed' ? 'Install again' : 'Install'}
          </Button>
        ) : null}
        {offer === null ? null : (
          <Button size="sm" icon={<Play />} busy={starting} onClick={() => void use()}>
            Use it for this machine
          </Button>
        )}
      </div>
      {error === null ? null : (
        <Banner tone="danger" title={error.message}>
          {error.hint}
        </Banner>
      )}
      {lines.length === 0 || !(underway || error !== null) ? null : <InstallLog lines={lines} />}
    </Card>
  )
}

/** The size is that of the packages on Linux; on the other systems it is much the same. */
const installOffer =
  'Runs models inside harombe with llama.cpp, without any other server. About 85 MB, and the models.'

function description({ state, version, accelerator, hint }: EngineStatus): string {
  const advice = pageHint(hint ?? undefined)
  if (state === 'absent') return advice ?? installOffer
  const facts = [
    version === null ? null : `llama.cpp by node-llama-cpp ${version}`,
    accelerator === null ? null : (accelerators[accelerator] ?? accelerator),
  ].filter(fact => fact !== null)
  return [facts.join(', '), advice].filter(Boolean).join('. ') || 'Runs models inside harombe.'
}

function InstallLog({ lines }: { lines: readonly string[] }) {
  const end = useRef<HTMLPreElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: follows what is added
  useEffect(() => {
    if (end.current !== null) end.current.scrollTop = end.current.scrollHeight
  }, [lines])
  return (
    <pre
      ref={end}
      role="log"
      aria-label="Installation"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: WCAG 2.1.1 for scrolling regions
      tabIndex={0}
      className="focus-ring max-h-32 overflow-y-auto rounded-md bg-sunken px-3 py-2 font-mono text-2xs text-muted whitespace-pre-wrap [overflow-wrap:anywhere]"
    >
      {lines.join('\n')}
    </pre>
  )
}
