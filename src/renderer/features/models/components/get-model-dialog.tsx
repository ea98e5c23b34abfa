import { Download } from 'lucide-react'
import { useCallback, useEffect, useId, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { spoken } from '../../../../shared/texts/spoken'
import type { Translate } from '../../../../shared/texts/translator'
import { useClient } from '../../../client'
import { formatSize } from '../../../format'
import { Banner, Button, Dialog } from '../../../ui'
import { useWhenOnline } from '../../../use-when-online'
import { type CatalogueEntry, nameProblem, onlyPlace, placeOptions } from '../catalogue'
import { createGetModelStore, type GetModelPreset, type GetModelStore } from '../get-model-store'
import { useModelsView, useServices } from '../services'
import { CatalogueList } from './catalogue-list'
import { PlacePicker } from './place-picker'

/** Picks a model, from the catalogue or by name, and where it shall go; mounted anew for each opening. */
export function GetModelDialog({ preset, onClose }: { preset: GetModelPreset; onClose(): void }) {
  const { t } = useTranslation()
  const client = useClient()
  const { models } = useServices()
  const view = useModelsView()
  const [store] = useState(() =>
    createGetModelStore(client, models, { ...preset, node: preset.node ?? onlyPlace(view?.nodes ?? []) }),
  )
  const formId = useId()
  const [lifetime] = useState(() => new AbortController())
  useEffect(() => () => lifetime.abort(), [lifetime])
  useWhenOnline(useCallback(() => void store.readCatalogue(lifetime.signal), [store, lifetime]))
  return (
    <Dialog
      open
      onOpenChange={open => {
        if (!open) onClose()
      }}
      width="xl"
      title={t('models.get')}
      footer={<Footer store={store} formId={formId} onClose={onClose} />}
    >
      <form
        id={formId}
        noValidate
        className="grid gap-x-6 gap-y-5 sm:grid-cols-[minmax(0,1fr)_minmax(220px,280px)]"
        onSubmit={event => {
          event.preventDefault()
          void store.pull().then(complete => {
            if (complete) onClose()
          })
        }}
      >
        <CatalogueList store={store} />
        <PlacePicker store={store} />
        <Refusals store={store} />
      </form>
    </Dialog>
  )
}

function Refusals({ store }: { store: GetModelStore }) {
  const { t } = useTranslation()
  const refusals = useStore(store.store, state => state.refusals)
  return refusals.map(({ node, message, hint }) => (
    <Banner
      key={node}
      tone="danger"
      title={t('models.choose.refusal', { node, message: spoken(message, t) })}
      className="sm:col-span-2"
    >
      {hint === undefined ? undefined : spoken(hint, t)}
    </Banner>
  ))
}

interface Choice {
  model: string | null
  entry: CatalogueEntry | null
  chosen: number
}

/** What is missing, or how much would be downloaded. */
function footerText({ model, entry, chosen }: Choice, t: Translate): string {
  if (model === null) return t('models.choose.chooseModel')
  if (chosen === 0) return t('models.choose.chooseWhere')
  if (entry === null) return model
  const each = formatSize(entry.model.sizeBytes)
  const size = formatSize(entry.model.sizeBytes * chosen)
  return chosen > 1 ? t('models.choose.downloadEach', { size, each }) : t('models.choose.download', { size })
}

function Footer(props: { store: GetModelStore; formId: string; onClose(): void }) {
  const { model, nodes, busy, catalogue } = useStore(props.store.store)
  const { t } = useTranslation()
  const view = useModelsView()
  const entry = catalogue?.find(candidate => candidate.model.name === model) ?? null
  const chosen = useMemo(
    () =>
      placeOptions(view?.nodes ?? [], view?.models ?? [], model, entry, t).filter(
        option => option.obstacle === null && nodes.has(option.node),
      ).length,
    [view, model, entry, nodes, t],
  )
  const ready = model !== null && nameProblem(model) === null && chosen > 0
  const text = footerText({ model, entry, chosen }, t)
  return (
    <>
      <p data-figure className="mr-auto min-w-0 truncate text-muted text-sm max-sm:w-full">
        {text}
      </p>
      <Button variant="ghost" onClick={props.onClose}>
        {t('common.cancel')}
      </Button>
      <Button
        type="submit"
        form={props.formId}
        variant="primary"
        icon={<Download />}
        busy={busy}
        disabled={!ready}
      >
        {chosen > 1 ? t('models.choose.actionNodes', { count: chosen }) : t('models.choose.action')}
      </Button>
    </>
  )
}
