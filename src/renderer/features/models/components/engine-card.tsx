import { Cpu, Download, Play } from 'lucide-react'
import { useCallback, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { EngineStatus } from '../../../../shared/entities'
import { spoken } from '../../../../shared/texts/spoken'
import type { Translate } from '../../../../shared/texts/translator'
import { pageHint } from '../../../format'
import { useCluster } from '../../../mirrors'
import { texts } from '../../../texts'
import { Banner, Button, Card, StatusDot, type StatusShape, toast } from '../../../ui'
import { useWhenOnline } from '../../../use-when-online'
import { engineOffer } from '../engine-offer'
import { useServices } from '../services'

const shapes: Record<EngineStatus['state'], StatusShape> = {
  absent: 'off',
  installing: 'busy',
  ready: 'held',
  running: 'ok',
  failed: 'danger',
}

const accelerators = ['cpu', 'metal', 'cuda', 'vulkan'] as const

const pollMs = 2_000

/** The engine that answers on the coordinator's machine without any server installed. */
export function EngineCard() {
  const { t } = useTranslation()
  const { engine } = useServices()
  const nodes = useCluster()?.nodes
  const { status, lines, installing, starting, error } = useStore(engine.store)
  const underway = installing || status?.state === 'installing'
  useEffect(() => {
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
  useWhenOnline(useCallback(() => void engine.refresh(), [engine]))
  if (status === null) return null
  // The button goes with what it offered.
  const use = async () => {
    if (await engine.use()) toast.success(texts.t('models.engine.inUse'))
  }
  const offer = underway || nodes === undefined ? null : engineOffer(status, nodes)
  const state = underway ? 'installing' : status.state
  return (
    <Card
      as="article"
      aria-label={t('models.engine.title')}
      className="flex shrink-0 flex-col gap-3 px-4 py-3"
    >
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Cpu aria-hidden="true" className="size-4 shrink-0 text-muted" />
        <div className="min-w-0 flex-1">
          <h2 className="flex flex-wrap items-center gap-x-3 font-medium text-sm">
            {t('models.engine.title')}
            <StatusDot
              shape={shapes[state]}
              label={t(`models.engine.state.${state}`)}
              className="font-normal text-muted text-xs"
            />
          </h2>
          <p className="text-muted text-xs">{description(status, t)}</p>
          {offer === null ? null : (
            <p className="text-xs [overflow-wrap:anywhere]">
              {offer.replaces === null
                ? t('models.engine.unused')
                : t('models.engine.replaces', { server: t('models.engine.server', offer.replaces) })}
            </p>
          )}
        </div>
        {status.state === 'absent' || status.state === 'failed' || underway ? (
          <Button size="sm" icon={<Download />} busy={underway} onClick={() => void engine.install()}>
            {underway
              ? t('models.engine.state.installing')
              : status.state === 'failed'
                ? t('models.engine.installAgain')
                : t('models.engine.install')}
          </Button>
        ) : null}
        {offer === null ? null : (
          <Button size="sm" icon={<Play />} busy={starting} onClick={() => void use()}>
            {t('models.engine.use')}
          </Button>
        )}
      </div>
      {error === null ? null : (
        <Banner tone="danger" title={spoken(error.message, t)}>
          {error.hint === undefined ? undefined : spoken(error.hint, t)}
        </Banner>
      )}
      {lines.length === 0 || !(underway || error !== null) ? null : <InstallLog lines={lines} />}
    </Card>
  )
}

function description({ state, version, accelerator, hint }: EngineStatus, t: Translate): string {
  const advice = pageHint(hint ?? undefined)
  const said = advice === undefined ? null : spoken(advice, t)
  if (state === 'absent') return said ?? t('models.engine.offer')
  const known = accelerators.find(each => each === accelerator)
  const facts = [
    version === null ? null : t('models.engine.version', { version }),
    known === undefined ? accelerator : t(`models.engine.accelerator.${known}`),
  ].filter(fact => fact !== null)
  return [facts.join(', '), said].filter(Boolean).join('. ') || t('models.engine.plain')
}

function InstallLog({ lines }: { lines: readonly string[] }) {
  const { t } = useTranslation()
  const end = useRef<HTMLPreElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: follows what is added
  useEffect(() => {
    if (end.current !== null) end.current.scrollTop = end.current.scrollHeight
  }, [lines])
  return (
    <pre
      ref={end}
      role="log"
      aria-label={t('models.engine.log')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: WCAG 2.1.1 for scrolling regions
      tabIndex={0}
      className="focus-ring max-h-32 overflow-y-auto rounded-md bg-sunken px-3 py-2 font-mono text-2xs text-muted whitespace-pre-wrap [overflow-wrap:anywhere]"
    >
      {lines.join('\n')}
    </pre>
  )
}
