import { FlaskConical, Plus } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { LocalBackend } from '../../../shared/contract/cluster'
import { useClient } from '../../client'
import { HardwareFacts, TierGlyph, useHardware } from '../../components'
import { Button, Card, toast } from '../../ui'
import { FoundHere } from './found-here'

export interface OnboardingPageProps {
  logo: ReactNode
  /** Opens the "Add a node" dialog, filled in with what was found. */
  onAddNode(found: LocalBackend | null): void
  onStartDemo(): Promise<boolean>
  /** The first run is over; called after the coordinator knows. */
  onFinished(): void
}

/** Shown once, until a node was added or this was skipped. */
export function OnboardingPage({ logo, onAddNode, onStartDemo, onFinished }: OnboardingPageProps) {
  const client = useClient()
  const hardware = useHardware()
  const [busy, setBusy] = useState<'demo' | 'skip' | null>(null)

  async function finish(): Promise<void> {
    try {
      await client.call('system.finishFirstRun', {})
      onFinished()
    } catch {
      toast.error('The coordinator cannot be reached')
    }
  }

  async function run(kind: 'demo' | 'skip'): Promise<void> {
    setBusy(kind)
    if (kind === 'skip' || (await onStartDemo())) await finish()
    setBusy(null)
  }

  return (
    <main className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto flex max-w-3xl flex-col gap-6 px-5 py-8 sm:py-12">
        <header className="flex flex-col gap-3">
          {logo}
          <h1 className="font-semibold text-2xl tracking-tight">Make your machines one assistant</h1>
          <p className="max-w-xl text-md text-muted">
            harombe sends each question to the machine that suits it: small ones to the fast machine, hard
            ones to the powerful one. Nothing leaves your network.
          </p>
        </header>
        <div className="grid gap-4 sm:grid-cols-2">
          <Card className="flex flex-col gap-3 p-4">
            <h2 className="font-semibold text-base">This machine</h2>
            <HardwareFacts hardware={hardware} />
          </Card>
          <Card className="flex flex-col gap-3 p-4">
            <h2 className="font-semibold text-base">Found here</h2>
            <FoundHere onAdd={onAddNode} />
          </Card>
        </div>
        <div className="grid gap-4 sm:grid-cols-2">
          <Choice
            title="Add a node"
            text="Any machine that runs Ollama, vLLM, llama.cpp, an OpenAI-compatible server or harombe."
            action={
              <Button variant="primary" size="lg" icon={<Plus />} onClick={() => onAddNode(null)}>
                Add a node
              </Button>
            }
          />
          <Choice
            title="Or look around first"
            text="Three simulated nodes, one of each tier. They need no GPU, say that they only pretend, and are gone when you stop them."
            action={
              <Button
                size="lg"
                icon={<FlaskConical />}
                busy={busy === 'demo'}
                disabled={busy === 'skip'}
                onClick={() => void run('demo')}
              >
                Try the demo cluster (simulated)
              </Button>
            }
          />
        </div>
        <footer className="flex items-center justify-between gap-4 border-line border-t pt-4 text-muted text-sm">
          <span className="flex items-center gap-3 max-sm:hidden">
            <TierGlyph tier={0} />
            <TierGlyph tier={1} />
            <TierGlyph tier={2} />
            You say which machine is fast, balanced or powerful.
          </span>
          <Button
            variant="ghost"
            busy={busy === 'skip'}
            disabled={busy === 'demo'}
            onClick={() => void run('skip')}
          >
            Skip
          </Button>
        </footer>
      </div>
    </main>
  )
}

function Choice(props: { title: string; text: string; action: ReactNode }) {
  return (
    <section className="flex flex-col items-start gap-3">
      <div>
        <h2 className="font-semibold text-base">{props.title}</h2>
        <p className="mt-0.5 text-muted text-sm">{props.text}</p>
      </div>
      {props.action}
    </section>
  )
}
