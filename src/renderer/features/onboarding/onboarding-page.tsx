import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useClient } from '../../client'
import { TierGlyph, useHardware } from '../../components'
import { Button, toast } from '../../ui'
import { FindStep } from './find-step'
import type { FoundNode } from './found-node'
import { JoinStep } from './join-step'
import { ModelStep } from './model-step'
import { placeOf, type Step, stepBefore, storedStep, storeStep } from './progress'
import { type Role, RoleStep } from './role-step'
import { TestStep } from './test-step'

export interface OnboardingPageProps {
  logo: ReactNode
  /** Opens the "Add a node" dialog, filled in with what was found. */
  onAddNode(found: FoundNode | null): void
  onStartDemo(): Promise<boolean>
  /** The first run is over; called after the coordinator knows. */
  onFinished(): void
}

/** The first steps: what is here, what this machine is to do, a model for it, a first question. */
export function OnboardingPage({ logo, onAddNode, onStartDemo, onFinished }: OnboardingPageProps) {
  const { t } = useTranslation()
  const client = useClient()
  const hardware = useHardware()
  const [step, setStep] = useState<Step>(() => storedStep(localStorage) ?? 'find')
  const [role, setRole] = useState<Role>(step === 'join' ? 'join' : 'coordinator')
  const [busy, setBusy] = useState<'demo' | 'finish' | null>(null)
  const body = useFocusOnNewStep(step)

  function go(to: Step): void {
    storeStep(localStorage, to)
    setStep(to)
  }
  async function finish(): Promise<void> {
    try {
      await client.call('system.finishFirstRun', {})
      storeStep(localStorage, null)
      onFinished()
    } catch {
      toast.error(t('onboarding.unreachable'))
    }
  }
  async function run(kind: 'demo' | 'finish'): Promise<void> {
    setBusy(kind)
    if (kind === 'finish' || (await onStartDemo())) await finish()
    setBusy(null)
  }

  const before = stepBefore[step]
  const next: Step | null =
    step === 'find'
      ? 'role'
      : step === 'role'
        ? role === 'join'
          ? 'join'
          : 'model'
        : step === 'model'
          ? 'test'
          : null
  return (
    <main className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto flex min-h-full max-w-3xl flex-col gap-6 px-5 py-8 sm:py-12">
        <header className="flex flex-col gap-3">
          <div className="flex items-center justify-between gap-3">
            {logo}
            <p data-figure className="text-muted text-xs">
              {t('onboarding.step', placeOf(step))}
            </p>
          </div>
          <h1 className="font-semibold text-2xl tracking-tight">{t('onboarding.title')}</h1>
          {step === 'find' ? <p className="max-w-xl text-md text-muted">{t('onboarding.intro')}</p> : null}
        </header>
        <div ref={body} tabIndex={-1} className="flex flex-1 flex-col gap-6 outline-none">
          {step === 'find' ? (
            <FindStep
              hardware={hardware}
              onAddNode={onAddNode}
              onStartDemo={() => void run('demo')}
              isStartingDemo={busy === 'demo'}
              isDisabled={busy === 'finish'}
            />
          ) : null}
          {step === 'role' ? <RoleStep role={role} onChoose={setRole} /> : null}
          {step === 'model' ? <ModelStep hardware={hardware} /> : null}
          {step === 'test' ? <TestStep /> : null}
          {step === 'join' ? <JoinStep /> : null}
        </div>
        <footer className="flex flex-wrap items-center justify-end gap-2 border-line border-t pt-4 text-muted text-sm">
          {before === null ? (
            <span className="flex flex-1 items-center gap-3 max-sm:hidden">
              <TierGlyph tier={0} />
              <TierGlyph tier={1} />
              <TierGlyph tier={2} />
              {t('onboarding.logoTiers')}
            </span>
          ) : (
            <>
              <Button variant="ghost" onClick={() => go(before)}>
                {t('onboarding.back')}
              </Button>
              <span className="flex-1" />
            </>
          )}
          {next === null ? null : (
            <Button
              variant="ghost"
              busy={busy === 'finish'}
              disabled={busy === 'demo'}
              onClick={() => void run('finish')}
            >
              {t('onboarding.skip')}
            </Button>
          )}
          {next === null ? (
            <Button variant="primary" busy={busy === 'finish'} onClick={() => void run('finish')}>
              {t(step === 'join' ? 'onboarding.join.done' : 'onboarding.finish')}
            </Button>
          ) : (
            <Button variant="primary" disabled={busy !== null} onClick={() => go(next)}>
              {t('onboarding.next')}
            </Button>
          )}
        </footer>
      </div>
    </main>
  )
}

/** A new step is read from its beginning; the first one is where the page begins anyway. */
function useFocusOnNewStep(step: Step) {
  const body = useRef<HTMLDivElement>(null)
  const shown = useRef(step)
  useEffect(() => {
    if (shown.current === step) return
    shown.current = step
    body.current?.focus()
  }, [step])
  return body
}
