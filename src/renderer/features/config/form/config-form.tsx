import { Plus, Search, X } from 'lucide-react'
import { type KeyboardEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Tier } from '../../../../shared/entities'
import { Banner, Button, IconButton, Input } from '../../../ui'
import { useDraft, useDraftStore } from '../draft/draft-context'
import { FormProvider, useForm } from './form-context'
import { AddNodeDialog } from './nodes/add-node-dialog'
import { type LaneNode, laneNodes } from './nodes/lane-nodes'
import { NodeDetails } from './nodes/node-details'
import { NodesSection } from './nodes/nodes-section'
import { PlainSecrets } from './plain-secrets'
import { SearchResults } from './search-results'
import { Sections } from './sections'
import type { SectionId } from './settings/sections'
import { useFormModel } from './use-form-model'
import { useKeptFocus } from './use-kept-focus'

/** The draft as a form: its nodes in lanes, everything else in sections, each value with its line of the text. */
export function ConfigForm() {
  const { t } = useTranslation()
  const form = useFormModel()
  const draft = useDraftStore()
  const root = useRef<HTMLDivElement>(null)
  const onFocus = useKeptFocus(root, form.view)
  return (
    <FormProvider value={form}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: keys of the fields in it */}
      <div
        // Holds what is there for screen readers alone, which else would lengthen the page.
        // Takes the focus of a drag or of a node that went, so that undo has somewhere to be pressed.
        ref={root}
        tabIndex={-1}
        onFocusCapture={onFocus}
        className="@container relative flex flex-col gap-4 p-4 outline-none sm:pl-6"
        onKeyDown={event => undoFromField(event, draft.undo, draft.redo)}
      >
        <Unreadable />
        <PlainSecrets />
        {form.isEmpty ? null : <Content />}
        <span className="sr-only">{t('config.form.label')}</span>
      </div>
    </FormProvider>
  )
}

/** In a field with nothing typed, undo is the draft's: what was just written from it can be taken back right there. */
function undoFromField(event: KeyboardEvent, undo: () => boolean, redo: () => boolean): void {
  const { target } = event
  if (event.defaultPrevented || !(event.ctrlKey || event.metaKey) || event.altKey) return
  if (!(target instanceof HTMLElement) || !target.matches('input, textarea')) return
  if (target.hasAttribute('data-typed')) return
  const key = event.key.toLowerCase()
  if (key === 'z') event.shiftKey ? redo() : undo()
  else if (key === 'y' && !event.shiftKey) redo()
  else return
  event.preventDefault()
}

function Unreadable() {
  const { t } = useTranslation()
  const { isUsable, isEmpty } = useForm()
  const draft = useDraftStore()
  const problem = useDraft(state => state.problems[0])
  if (isUsable || problem === undefined) return null
  return (
    <Banner
      tone="warn"
      silent
      title={t('config.form.unreadable')}
      actions={
        <Button size="sm" onClick={() => draft.show(problem)}>
          {t('config.form.showLine', { line: problem.line })}
        </Button>
      }
    >
      {t(isEmpty ? 'config.form.unreadableFirst' : 'config.form.unreadableHint', { line: problem.line })}
    </Banner>
  )
}

/** A node that is open, and where it was when it had its name: a rename that is undone must not close it. */
interface Opened {
  key: string
  index: number
  count: number
}

function findOpened(nodes: readonly LaneNode[], opened: Opened | null): LaneNode | null {
  if (opened === null) return null
  const byKey = nodes.find(({ key }) => key === opened.key)
  if (byKey !== undefined) return byKey
  return nodes.length === opened.count ? (nodes[opened.index] ?? null) : null
}

function Content() {
  const { view } = useForm()
  const nodes = laneNodes(view)
  const [opened, setOpened] = useState<Opened | null>(null)
  const [adding, setAdding] = useState<{ tier: Tier | null } | null>(null)
  const [query, setQuery] = useState('')
  const [open, setOpen] = useState<ReadonlySet<SectionId>>(new Set())
  const item = findOpened(nodes, opened)

  const openNode = (key: string) => {
    const index = nodes.findIndex(node => node.key === key)
    setOpened({ key, index, count: nodes.length })
  }
  const toggle = (section: SectionId) => {
    const next = new Set(open)
    if (!next.delete(section)) next.add(section)
    setOpen(next)
  }
  if (item !== null) {
    return (
      <NodeDetails
        key={opened?.key}
        item={item}
        onBack={() => setOpened(null)}
        onRenamed={name => setOpened({ key: `node:${name}`, index: item.node.index, count: nodes.length })}
      />
    )
  }
  return (
    <>
      <SearchField query={query} onQuery={setQuery} />
      {query.trim() === '' ? (
        <>
          <Nodes onOpen={openNode} onAdd={tier => setAdding({ tier })} />
          <Sections open={open} onToggle={toggle} />
        </>
      ) : (
        <SearchResults
          query={query}
          onOpenNode={openNode}
          onOpenSection={section => {
            setQuery('')
            setOpen(new Set([...open, section]))
          }}
        />
      )}
      {adding === null ? null : (
        <AddNodeDialog
          tier={adding.tier}
          onClose={() => setAdding(null)}
          onAdded={name => setOpened({ key: `node:${name}`, index: nodes.length, count: nodes.length + 1 })}
        />
      )}
    </>
  )
}

function Nodes({ onOpen, onAdd }: { onOpen(key: string): void; onAdd(tier: Tier | null): void }) {
  const { t } = useTranslation()
  const { isUsable } = useForm()
  return (
    <section aria-label={t('config.form.section.nodes')} className="flex flex-col gap-2">
      <header className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 className="min-w-0 flex-1 font-semibold text-sm">{t('config.form.section.nodes')}</h2>
        <Button size="sm" icon={<Plus />} disabled={!isUsable} onClick={() => onAdd(null)}>
          {t('config.nodes.add')}
        </Button>
        <p className="w-full text-muted text-xs">{t('config.form.section.nodesHint')}</p>
      </header>
      <NodesSection onOpen={onOpen} onAdd={onAdd} />
    </section>
  )
}

function SearchField({ query, onQuery }: { query: string; onQuery(query: string): void }) {
  const { t } = useTranslation()
  return (
    <div className="relative">
      <Search
        aria-hidden="true"
        className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-muted"
      />
      <Input
        type="search"
        aria-label={t('config.form.search')}
        placeholder={t('config.form.search')}
        value={query}
        maxLength={100}
        spellCheck={false}
        autoComplete="off"
        // Its own undo: nothing of it is the draft's.
        data-typed=""
        onChange={event => onQuery(event.target.value)}
        onKeyDown={event => {
          if (event.key === 'Escape' && query !== '') {
            event.stopPropagation()
            onQuery('')
          }
        }}
        className="pr-8 pl-8 [&::-webkit-search-cancel-button]:hidden"
      />
      {query === '' ? null : (
        <IconButton
          size="sm"
          label={t('config.form.clearSearch')}
          tooltip={false}
          onClick={() => onQuery('')}
          className="absolute top-1/2 right-0.5 -translate-y-1/2"
        >
          <X />
        </IconButton>
      )}
    </div>
  )
}
