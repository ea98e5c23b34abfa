import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { FitEstimate } from '../../../../shared/entities'
import { fitWord } from '../../../../shared/entities/fit-words'
import { spoken } from '../../../../shared/texts/spoken'
import { SimulatedBadge, TierGlyph } from '../../../components'
import { formatContext } from '../../../format'
import { Checkbox, cn, StatusDot, type StatusShape } from '../../../ui'
import { type PlaceOption, placeOptions } from '../catalogue'
import type { GetModelStore } from '../get-model-store'
import { useModelsView } from '../services'

const shapes: Record<FitEstimate['verdict'], StatusShape> = {
  gpu: 'ok',
  partly_gpu: 'warn',
  memory: 'warn',
  too_large: 'danger',
  unknown: 'idle',
}

/** The nodes a model can go to, each with how it would fit there, or why it cannot go there. */
export function PlacePicker({ store }: { store: GetModelStore }) {
  const { t, i18n } = useTranslation()
  const { model, nodes, catalogue } = useStore(store.store)
  const view = useModelsView()
  const entry = catalogue?.find(candidate => candidate.model.name === model) ?? null
  const options = placeOptions(view?.nodes ?? [], view?.models ?? [], model, entry, t)
  return (
    <section
      aria-label={t('models.choose.where')}
      className="flex min-w-0 flex-col gap-3 self-start sm:sticky sm:top-0"
    >
      <fieldset className="flex min-w-0 flex-col gap-1">
        <legend className="mb-1 font-medium text-sm">{t('models.choose.where')}</legend>
        {options.length === 0 ? <p className="text-muted text-sm">{t('models.choose.noNode')}</p> : null}
        {options.map(option => (
          <Place
            key={option.node}
            option={option}
            checked={nodes.has(option.node)}
            onToggle={() => store.toggleNode(option.node)}
          />
        ))}
      </fieldset>
      {entry === null ? null : (
        <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 border-line border-t pt-3 text-xs">
          <Fact label={t('models.facts.parameters')}>
            {t('models.facts.billion', {
              figure: entry.model.parametersBillion.toLocaleString(i18n.language),
            })}
          </Fact>
          <Fact label={t('models.facts.quantization')}>{entry.model.quantization}</Fact>
          <Fact label={t('models.facts.context')}>{formatContext(entry.model.contextLength)}</Fact>
          <Fact label={t('models.facts.license')}>{entry.model.license}</Fact>
        </dl>
      )}
    </section>
  )
}

function Fact({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <>
      <dt className="text-muted">{label}</dt>
      <dd className="min-w-0 normal-nums [overflow-wrap:anywhere]">{children}</dd>
    </>
  )
}

function Place(props: { option: PlaceOption; checked: boolean; onToggle(): void }) {
  const { t } = useTranslation()
  const { option, checked } = props
  const { node, tier, simulated, fit, obstacle } = option
  const id = useId()
  const possible = obstacle === null
  return (
    <label
      htmlFor={id}
      className={cn(
        'eased flex items-start gap-2.5 rounded-lg border border-line px-3 py-2',
        possible && 'hover:bg-hover',
        possible && checked && 'border-accent bg-accent-soft',
      )}
    >
      <Checkbox
        id={id}
        checked={possible && checked}
        disabled={!possible}
        onChange={props.onToggle}
        className="mt-0.5"
      />
      <span className="flex min-w-0 flex-1 flex-col gap-0.5">
        <span className="flex min-w-0 items-center gap-2 text-sm">
          <TierGlyph tier={tier} className="text-muted" />
          <span className={cn('min-w-0 truncate font-medium', !possible && 'text-muted')}>{node}</span>
          {simulated ? <SimulatedBadge /> : null}
        </span>
        {obstacle !== null ? (
          <span className="text-muted text-xs">{obstacle}</span>
        ) : fit === null ? null : (
          <span className="text-muted text-xs" title={spoken(fit.reason, t)}>
            <StatusDot shape={shapes[fit.verdict]} label={fitWord(fit.verdict, t)} />
          </span>
        )}
      </span>
    </label>
  )
}
