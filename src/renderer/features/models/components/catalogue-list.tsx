import { RadioGroup } from 'radix-ui'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { tierName } from '../../../../shared/entities/tier-words'
import { spoken } from '../../../../shared/texts/spoken'
import { RichText, Stage, TierGlyph, useHardware } from '../../../components'
import { formatSize } from '../../../format'
import { Badge, Banner, cn, Field, Input, Select, Skeleton } from '../../../ui'
import { abilityName } from '../abilities'
import {
  type CatalogueEntry,
  catalogueAbilities,
  filterCatalogue,
  fitSummary,
  nameProblem,
  recommendedFirst,
  tellingAbilities,
} from '../catalogue'
import type { GetModelStore } from '../get-model-store'
import { useModelsView } from '../services'

/** Searching and naming are one field: what is typed filters the catalogue and is itself a choice. */
export function CatalogueList({ store }: { store: GetModelStore }) {
  const { t } = useTranslation()
  const { catalogue, catalogueError, filter, model } = useStore(store.store)
  const view = useModelsView()
  const hardware = useHardware()
  const recommended = hardware !== null && 'report' in hardware ? hardware.report.recommendation.model : null
  const found = useMemo(
    () => recommendedFirst(filterCatalogue(catalogue ?? [], filter, t), recommended),
    [catalogue, filter, recommended, t],
  )
  const abilities = useMemo(() => catalogueAbilities(catalogue ?? []), [catalogue])
  const typed = filter.text.trim()
  const known = catalogue?.some(entry => entry.model.name === typed) ?? false
  // A preset name that the catalogue does not have must still be seen to be chosen.
  const named =
    typed !== '' && !known ? typed : model !== null && !inCatalogue(catalogue, model) ? model : null
  return (
    <section aria-label={t('models.choose.model')} className="flex min-w-0 flex-col gap-3">
      <Field label={t('models.choose.model')} hint={t('models.choose.hint')}>
        {control => (
          <Input
            {...control}
            autoFocus
            type="search"
            value={filter.text}
            placeholder={t('models.choose.placeholder')}
            spellCheck={false}
            autoCapitalize="none"
            autoComplete="off"
            onChange={event => store.setFilter({ text: event.target.value })}
          />
        )}
      </Field>
      <div className="grid grid-cols-2 gap-3">
        <Select
          aria-label={t('models.choose.size')}
          value={filter.fits === null ? '' : filter.fits === 'any' ? 'any' : `node ${filter.fits.node}`}
          onChange={({ target: { value } }) =>
            store.setFilter({
              fits: value === '' ? null : value === 'any' ? 'any' : { node: value.slice(5) },
            })
          }
        >
          <option value="">{t('models.choose.anySize')}</option>
          <option value="any">{t('models.choose.fitsSome')}</option>
          {(view?.nodes ?? []).map(({ node }) => (
            <option key={node} value={`node ${node}`}>
              {t('models.choose.fitsNode', { node })}
            </option>
          ))}
        </Select>
        <Select
          aria-label={t('models.choose.ability')}
          value={filter.ability}
          onChange={event => store.setFilter({ ability: event.target.value })}
        >
          <option value="">{t('models.choose.anyAbility')}</option>
          {abilities.map(ability => (
            <option key={ability} value={ability}>
              {abilityName(ability, t)}
            </option>
          ))}
        </Select>
      </div>
      {catalogueError === null ? null : (
        <Banner tone="warn" title={catalogueError}>
          {t('models.choose.byName')}
        </Banner>
      )}
      {catalogue === null ? (
        <Stage text={t('models.choose.reading')}>
          <Skeleton className="h-48 w-full" />
        </Stage>
      ) : (
        <RadioGroup.Root
          aria-label={t('models.choose.catalogue')}
          value={model ?? ''}
          onValueChange={store.choose}
          className="flex flex-col divide-y divide-line overflow-hidden rounded-lg border border-line max-sm:max-h-[45dvh] max-sm:overflow-y-auto"
        >
          {found.map(entry => (
            <Option key={entry.model.name} value={entry.model.name}>
              <CatalogueOption
                entry={entry}
                place={filter.fits}
                recommended={entry.model.name === recommended}
              />
            </Option>
          ))}
          {named === null ? null : <NamedOption name={named} />}
          {found.length === 0 && named === null ? (
            <p className="px-3.5 py-6 text-center text-muted text-sm">
              {catalogue.length === 0 ? t('models.choose.empty') : t('models.choose.noMatch')}
            </p>
          ) : null}
        </RadioGroup.Root>
      )}
    </section>
  )
}

const inCatalogue = (catalogue: readonly CatalogueEntry[] | null, name: string) =>
  catalogue === null || catalogue.some(entry => entry.model.name === name)

function Option(props: { value: string; disabled?: boolean; children: React.ReactNode }) {
  return (
    <RadioGroup.Item
      value={props.value}
      disabled={props.disabled === true}
      className="eased flex flex-col gap-0.5 px-3.5 py-2.5 text-left outline-none hover:bg-hover focus-visible:shadow-[inset_0_0_0_2px_var(--accent)] disabled:opacity-60 data-[state=checked]:bg-accent-soft"
    >
      {props.children}
    </RadioGroup.Item>
  )
}

function NamedOption({ name }: { name: string }) {
  const { t } = useTranslation()
  const problem = nameProblem(name)
  return (
    <Option value={name} disabled={problem !== null}>
      <span className="font-medium text-sm">
        <RichText
          text={t('models.choose.named', { model: name })}
          marks={{ name: <span className="font-mono" /> }}
        />
      </span>
      <span className={cn('text-xs', problem === null ? 'text-muted' : 'text-danger')}>
        {problem === null ? t('models.choose.notInCatalogue') : t(`models.choose.${problem}`)}
      </span>
    </Option>
  )
}

function CatalogueOption({
  entry,
  place,
  recommended,
}: {
  entry: CatalogueEntry
  place: { node: string } | 'any' | null
  recommended: boolean
}) {
  const { t } = useTranslation()
  const { model } = entry
  const fit = fitSummary(entry, place, t)
  return (
    <>
      <span className="flex min-w-0 items-baseline gap-2">
        <span className="min-w-0 truncate font-medium text-sm">{model.title}</span>
        <span className="min-w-0 truncate font-mono text-muted text-xs max-sm:hidden">{model.name}</span>
        <span data-figure className="ml-auto shrink-0 text-muted text-xs">
          {formatSize(model.sizeBytes)}
        </span>
      </span>
      <span className="text-muted text-xs">{spoken(model.note, t)}</span>
      <span className="mt-0.5 flex flex-wrap items-center gap-x-3 gap-y-0.5 text-2xs text-muted">
        {recommended ? <Badge>{t('models.choose.recommended')}</Badge> : null}
        <span className="inline-flex items-center gap-1.5">
          <TierGlyph tier={model.suggestedTier} className="size-3" />
          {tierName(model.suggestedTier, t)}
        </span>
        {tellingAbilities(model, t).map(word => (
          <span key={word}>{word}</span>
        ))}
        {fit === null ? null : <span className="ml-auto">{fit}</span>}
      </span>
    </>
  )
}
