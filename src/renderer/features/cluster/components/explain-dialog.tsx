import { useEffect, useState } from 'react'
import type { RouteDecision, TierChoice } from '../../../../shared/entities'
import { tierNames, tiers } from '../../../../shared/entities/tiers'
import { isHarombeError } from '../../../../shared/harombe-error'
import { useClient } from '../../../client'
import { RouteExplanation, TierGlyph } from '../../../components'
import { Banner, Dialog, Field, SegmentedControl, Textarea } from '../../../ui'

const settleMs = 200

/** The what-if box: nothing is sent to a node. */
export function ExplainDialog({ onClose }: { onClose(): void }) {
  const [text, setText] = useState('')
  const [choice, setChoice] = useState<TierChoice>('auto')
  const { route, error } = useExplanation(text, choice)
  return (
    <Dialog
      open
      onOpenChange={open => {
        if (!open) onClose()
      }}
      width="lg"
      title="Where would this go?"
      description="Nothing is sent. You see the decision harombe would make at this moment."
    >
      <div className="flex flex-col gap-4">
        <Field label="Question">
          {control => (
            <Textarea
              {...control}
              autoFocus
              rows={3}
              value={text}
              placeholder="What is the capital of France?"
              onChange={event => setText(event.target.value)}
            />
          )}
        </Field>
        <SegmentedControl
          label="Tier"
          fill
          value={String(choice)}
          onChange={value => setChoice(tiers.find(tier => String(tier) === value) ?? 'auto')}
          options={[
            { value: 'auto', label: 'Auto' },
            ...tiers.map(tier => ({
              value: String(tier),
              label: (
                <>
                  <TierGlyph tier={tier} className="max-sm:hidden" />
                  {tierNames[tier]}
                </>
              ),
            })),
          ]}
        />
        <div className="min-h-72" aria-live="polite">
          {error === null ? null : <Banner tone="warn" title={error} />}
          {route === null ? null : <RouteExplanation route={route} />}
          {route === null && error === null ? (
            <p className="py-10 text-center text-muted text-sm">
              Write a question to see its class, the reasons, and the order of nodes.
            </p>
          ) : null}
        </div>
      </div>
    </Dialog>
  )
}

interface Explanation {
  route: RouteDecision | null
  error: string | null
}

/** The decision for what is written, asked for once the typing pauses; the last one stays until then. */
function useExplanation(text: string, tier: TierChoice): Explanation {
  const client = useClient()
  const [explanation, setExplanation] = useState<Explanation>({ route: null, error: null })
  useEffect(() => {
    if (text.trim() === '') return setExplanation({ route: null, error: null })
    const lifetime = new AbortController()
    const timer = setTimeout(() => {
      client.call('cluster.explainRoute', { text, tier }, { signal: lifetime.signal }).then(
        route => setExplanation({ route, error: null }),
        error => {
          if (lifetime.signal.aborted) return
          setExplanation({
            route: null,
            error: isHarombeError(error) ? error.message : 'This could not be found out.',
          })
        },
      )
    }, settleMs)
    return () => {
      clearTimeout(timer)
      lifetime.abort()
    }
  }, [client, text, tier])
  return explanation
}
