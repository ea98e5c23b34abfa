import type { ReactNode } from 'react'
import type {
  Ability,
  Capability,
  FitEstimate,
  ModelDetails,
  NodeLibraryView,
  NodeModel,
} from '../../../../shared/entities'
import { fitWord } from '../../../../shared/entities/fit-words'
import { Section } from '../../../components'
import { formatContext, formatSize } from '../../../format'
import { texts } from '../../../texts'
import { cn, Skeleton } from '../../../ui'
import { abilityTexts, abilityWords, evidenceWords } from '../abilities'
import { fitFigures } from '../fit-figures'
import { type DetailsState, useModelDetails } from '../use-model-details'
import { AbilityIcon } from './ability-icons'

/** What is known of a model on one node; the node is asked for the rest. */
export function ModelFacts({ node, model }: { node: NodeLibraryView; model: NodeModel }) {
  const state = useModelDetails(node.node, model.name)
  const details = state !== null && 'details' in state ? state.details : null
  return (
    <>
      {model.fit === null ? null : <Fit fit={model.fit} node={node.node} />}
      <Abilities model={model} />
      <About model={model} details={details} state={state} />
    </>
  )
}

function Fit({ fit, node }: { fit: FitEstimate; node: string }) {
  return (
    <Section title={`Fit on ${node}`}>
      <p className="text-sm">
        <span className="font-medium first-letter:uppercase inline-block">
          {fitWord(fit.verdict, texts.t)}.
        </span>{' '}
        {fit.reason}
      </p>
      <dl className="flex flex-col rounded-lg bg-hover px-3 py-1.5 text-sm">
        {fitFigures(fit).map(({ label, value, total }) => (
          <div
            key={label}
            className={cn(
              'flex items-baseline justify-between gap-4 py-1',
              total === true && 'mb-1.5 border-line-strong border-t border-b pt-1.5 pb-1.5 font-medium',
            )}
          >
            <dt className={total === true ? undefined : 'text-muted'}>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className="text-muted text-xs">
        {fit.corrected
          ? 'Corrected by what it took when it was loaded.'
          : 'An estimate; it learns from what models really take.'}
      </p>
    </Section>
  )
}

const marks: Record<Ability, string> = { yes: 'text-ink', no: 'text-muted', unknown: 'text-muted' }

function Abilities({ model }: { model: NodeModel }) {
  const entries = (Object.keys(abilityTexts) as Capability[]).map(capability => ({
    capability,
    ability: model.capabilities[capability],
  }))
  return (
    <Section title={`Abilities (${evidenceWords[model.evidence]})`}>
      <ul className="grid grid-cols-2 gap-x-4 gap-y-1.5">
        {entries.map(({ capability, ability }) => (
          <li
            key={capability}
            title={abilityTexts[capability].note}
            className={cn(
              'flex min-w-0 items-center gap-2 text-sm [&_svg]:size-3.5 [&_svg]:shrink-0',
              marks[ability],
            )}
          >
            <AbilityIcon capability={capability} />
            <span className="min-w-0 flex-1 truncate">{abilityTexts[capability].name}</span>
            <span className={cn('text-xs', ability === 'yes' && 'font-medium text-ok')}>
              {abilityWords[ability]}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}

function About(props: { model: NodeModel; details: ModelDetails | null; state: DetailsState }) {
  const { model, details, state } = props
  const architecture = details?.architecture ?? null
  const digest = details?.digest ?? model.digest
  const license = details?.license ?? null
  return (
    <Section title="About">
      <dl className="grid grid-cols-2 gap-x-4 gap-y-2.5">
        <Fact label="Size">
          {model.sizeBytes === null || model.sizeBytes === 0 ? null : formatSize(model.sizeBytes)}
        </Fact>
        <Fact label="Parameters">{model.parameters}</Fact>
        <Fact label="Quantization">{model.quantization}</Fact>
        <Fact label="Longest context">
          {model.contextLength === null ? null : `${formatContext(model.contextLength)} tokens`}
        </Fact>
        <Fact label="Family">{details?.family ?? model.family}</Fact>
        {architecture === null ? null : (
          <Fact label="Architecture">
            {architecture.layers} layers
            <span className="block text-muted text-xs">
              {architecture.keyValueHeads} key/value heads of {architecture.keyLength} and{' '}
              {architecture.valueLength}
            </span>
          </Fact>
        )}
        {digest === null ? null : (
          <Fact label="Digest" wide>
            <span className="font-mono text-xs">{digest}</span>
          </Fact>
        )}
        {license === null ? null : <License text={license} />}
      </dl>
      {state === null ? <Skeleton className="h-4 w-40" /> : null}
      {state !== null && 'error' in state ? (
        <p className="text-muted text-sm">The node could not be asked for more: {state.error}</p>
      ) : null}
    </Section>
  )
}

/** Some models carry the whole text of their license. */
function License({ text }: { text: string }) {
  const [first = '', ...more] = text.trim().split('\n')
  const title = first.trim()
  if (more.length === 0) {
    return (
      <Fact label="License" wide>
        {title}
      </Fact>
    )
  }
  return (
    <Fact label="License" wide>
      <details>
        <summary className="focus-ring eased rounded-xs hover:underline">{title}</summary>
        <pre className="mt-2 max-h-64 overflow-y-auto whitespace-pre-wrap rounded-md bg-sunken p-3 font-mono text-2xs text-muted">
          {text.trim()}
        </pre>
      </details>
    </Fact>
  )
}

function Fact({ label, wide = false, children }: { label: string; wide?: boolean; children: ReactNode }) {
  return (
    <div className={wide ? 'col-span-2 min-w-0' : 'min-w-0'}>
      <dt className="text-muted text-xs">{label}</dt>
      <dd className="text-sm normal-nums [overflow-wrap:anywhere]">
        {children === null ? 'not known' : children}
      </dd>
    </div>
  )
}
