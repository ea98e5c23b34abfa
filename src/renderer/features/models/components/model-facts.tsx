import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type {
  Ability,
  FitEstimate,
  ModelDetails,
  NodeLibraryView,
  NodeModel,
} from '../../../../shared/entities'
import { fitWord } from '../../../../shared/entities/fit-words'
import { spoken } from '../../../../shared/texts/spoken'
import { Section, Stage } from '../../../components'
import { formatContext, formatSize } from '../../../format'
import { cn } from '../../../ui'
import { abilityName, capabilities } from '../abilities'
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
      <About model={model} details={details} state={state} node={node.node} />
    </>
  )
}

function Fit({ fit, node }: { fit: FitEstimate; node: string }) {
  const { t } = useTranslation()
  return (
    <Section title={t('models.facts.fit', { node })}>
      <p className="text-sm">
        <span className="font-medium first-letter:uppercase inline-block">{fitWord(fit.verdict, t)}.</span>{' '}
        {spoken(fit.reason, t)}
      </p>
      <dl className="flex flex-col rounded-lg bg-hover px-3 py-1.5 text-sm">
        {fitFigures(fit, t).map(({ label, value, total }) => (
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
        {fit.corrected ? t('models.facts.corrected') : t('models.facts.estimate')}
      </p>
    </Section>
  )
}

const marks: Record<Ability, string> = { yes: 'text-ink', no: 'text-muted', unknown: 'text-muted' }

function Abilities({ model }: { model: NodeModel }) {
  const { t } = useTranslation()
  const entries = capabilities.map(capability => ({
    capability,
    ability: model.capabilities[capability],
  }))
  return (
    <Section title={t('models.facts.abilities', { evidence: t(`models.evidence.${model.evidence}`) })}>
      <ul className="grid grid-cols-2 gap-x-4 gap-y-1.5">
        {entries.map(({ capability, ability }) => (
          <li
            key={capability}
            title={t(`models.ability.${capability}.note`)}
            className={cn(
              'flex min-w-0 items-center gap-2 text-sm [&_svg]:size-3.5 [&_svg]:shrink-0',
              marks[ability],
            )}
          >
            <AbilityIcon capability={capability} />
            <span className="min-w-0 flex-1 truncate">{abilityName(capability, t)}</span>
            <span className={cn('text-xs', ability === 'yes' && 'font-medium text-ok')}>
              {t(`models.able.${ability}`)}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}

function About(props: { model: NodeModel; details: ModelDetails | null; state: DetailsState; node: string }) {
  const { t } = useTranslation()
  const { model, details, state, node } = props
  const architecture = details?.architecture ?? null
  const digest = details?.digest ?? model.digest
  const license = details?.license ?? null
  return (
    <Section title={t('models.facts.about')}>
      <dl className="grid grid-cols-2 gap-x-4 gap-y-2.5">
        <Fact label={t('models.facts.size')}>
          {model.sizeBytes === null || model.sizeBytes === 0 ? null : formatSize(model.sizeBytes)}
        </Fact>
        <Fact label={t('models.facts.parameters')}>{model.parameters}</Fact>
        <Fact label={t('models.facts.quantization')}>{model.quantization}</Fact>
        <Fact label={t('models.facts.longestContext')}>
          {model.contextLength === null
            ? null
            : t('models.facts.tokens', { figure: formatContext(model.contextLength) })}
        </Fact>
        <Fact label={t('models.facts.family')}>{details?.family ?? model.family}</Fact>
        {architecture === null ? null : (
          <Fact label={t('models.facts.architecture')}>
            {t('models.facts.layers', { count: architecture.layers })}
            <span className="block text-muted text-xs">
              {t('models.facts.heads', {
                count: architecture.keyValueHeads,
                key: architecture.keyLength,
                value: architecture.valueLength,
              })}
            </span>
          </Fact>
        )}
        {digest === null ? null : (
          <Fact label={t('models.facts.digest')} wide>
            <span className="font-mono text-xs">{digest}</span>
          </Fact>
        )}
        {license === null ? null : <License text={license} />}
      </dl>
      {state === null ? <Stage text={t('models.facts.asking', { node })} /> : null}
      {state !== null && 'error' in state ? (
        <p className="text-muted text-sm">{t('models.facts.noMore', { why: spoken(state.error, t) })}</p>
      ) : null}
    </Section>
  )
}

/** Some models carry the whole text of their license. */
function License({ text }: { text: string }) {
  const { t } = useTranslation()
  const [first = '', ...more] = text.trim().split('\n')
  const title = first.trim()
  if (more.length === 0) {
    return (
      <Fact label={t('models.facts.license')} wide>
        {title}
      </Fact>
    )
  }
  return (
    <Fact label={t('models.facts.license')} wide>
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
  const { t } = useTranslation()
  return (
    <div className={wide ? 'col-span-2 min-w-0' : 'min-w-0'}>
      <dt className="text-muted text-xs">{label}</dt>
      <dd className="text-sm normal-nums [overflow-wrap:anywhere]">
        {children === null ? t('models.facts.notKnown') : children}
      </dd>
    </div>
  )
}
