import { Download } from 'lucide-react'
import { useEffect, useId, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { useClient } from '../../../client'
import { formatSize } from '../../../format'
import { Banner, Button, Dialog } from '../../../ui'
import { nameProblem, onlyPlace, placeOptions } from '../catalogue'
import { createGetModelStore, type GetModelPreset, type GetModelStore } from '../get-model-store'
import { useModelsView, useServices } from '../services'
import { CatalogueList } from './catalogue-list'
import { PlacePicker } from './place-picker'

/** Picks a model, from the catalogue or by name, and where it shall go; mounted anew for each opening. */
export function GetModelDialog({ preset, onClose }: { preset: GetModelPreset; onClose(): void }) {
  const client = useClient()
  const { models } = useServices()
  const view = useModelsView()
  const [store] = useState(() =>
    createGetModelStore(client, models, { ...preset, node: preset.node ?? onlyPlace(view?.nodes ?? []) }),
  )
  const formId = useId()
  useEffect(() => {
    const lifetime = new AbortController()
    void store.readCatalogue(lifetime.signal)
    return () => lifetime.abort()
  }, [store])
  return (
    <Dialog
      open
      onOpenChange={open => {
        if (!open) onClose()
      }}
      width="xl"
      title="Get a model"
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
  const refusals = useStore(store.store, state => state.refusals)
  return refusals.map(({ node, message, hint }) => (
    <Banner key={node} tone="danger" title={`${node}: ${message}`} className="sm:col-span-2">
      {hint}
    </Banner>
  ))
}

function Footer(props: { store: GetModelStore; formId: string; onClose(): void }) {
  const { model, nodes, busy, catalogue } = useStore(props.store.store)
  const view = useModelsView()
  const entry = catalogue?.find(candidate => candidate.model.name === model) ?? null
  const chosen = useMemo(
    () =>
      placeOptions(view?.nodes ?? [], view?.models ?? [], model, entry).filter(
        option => option.obstacle === null && nodes.has(option.node),
      ).length,
    [view, model, entry, nodes],
  )
  const ready = model !== null && nameProblem(model) === null && chosen > 0
  const missing = model === null ? 'Choose a model.' : chosen === 0 ? 'Choose where it shall go.' : null
  return (
    <>
      <p data-figure className="mr-auto min-w-0 truncate text-muted text-sm">
        {missing ??
          (entry === null
            ? model
            : `${formatSize(entry.model.sizeBytes * chosen)} to download${chosen > 1 ? `, ${formatSize(entry.model.sizeBytes)} each` : ''}`)}
      </p>
      <Button variant="ghost" onClick={props.onClose}>
        Cancel
      </Button>
      <Button
        type="submit"
        form={props.formId}
        variant="primary"
        icon={<Download />}
        busy={busy}
        disabled={!ready}
      >
        {chosen > 1 ? `Get on ${chosen} nodes` : 'Get model'}
      </Button>
    </>
  )
}
