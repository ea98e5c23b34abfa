import { type KeyboardEvent, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { spoken } from '../../../shared/texts/spoken'
import { useClient } from '../../client'
import { ConvergenceNote } from '../../components'
import { Banner, Button, Skeleton, toast } from '../../ui'
import { ApplyProvider } from './apply/apply-context'
import { ApplyStrip } from './apply/apply-strip'
import { DraftProvider, useDraft, useDraftStore } from './draft/draft-context'
import { draftOf } from './draft/draft-of-client'
import { ConflictDialog } from './editor/conflict-dialog'
import { EditorHeader } from './editor/editor-header'
import { ImportDialog } from './editor/import-dialog'
import { Panes } from './editor/panes'
import { ProblemsPanel } from './editor/problems-panel'
import { TextPane } from './editor/text-pane'
import { useDraftActions } from './editor/use-draft-actions'
import { ConfigForm } from './form/config-form'
import { HistoryDialog } from './history/history-dialog'
import { PanelsProvider, usePanels } from './panels'
import { PlanDrawer } from './plan/plan-drawer'
import { useRoutedPanels } from './routed-panels'

/** harombe.yaml as form and as text: both are the one draft, which is planned, applied and saved from here. */
export function ConfigPage() {
  const client = useClient()
  const draft = draftOf(client)
  const panels = useRoutedPanels()
  useEffect(() => draft.start(), [draft])
  return (
    <DraftProvider value={draft}>
      <PanelsProvider value={panels}>
        <ApplyProvider>
          <Editor />
          <OpenPanel />
        </ApplyProvider>
      </PanelsProvider>
    </DraftProvider>
  )
}

function Editor() {
  const { t } = useTranslation()
  const draft = useDraftStore()
  const actions = useDraftActions()
  const isLoading = useDraft(state => state.file === null)
  const error = useDraft(state => state.error)
  useNews()
  useKeysFromNowhere(draft, actions.save)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of whatever in it has the focus
    <div className="flex h-full min-h-0 flex-col" onKeyDown={event => editorKeys(event, draft, actions.save)}>
      <EditorHeader actions={actions} />
      <div className="flex shrink-0 flex-col gap-2 px-4 empty:hidden sm:px-6 [&>*]:mb-2">
        <ApplyStrip />
        <ConvergenceNote whileApplying={false} />
        {error === null ? null : (
          <Banner tone="danger" title={t('config.failed')}>
            {spoken(error, t)}
          </Banner>
        )}
        <ConflictBanner />
      </div>
      {isLoading ? (
        error === null ? (
          <Loading />
        ) : null
      ) : (
        <>
          <Panes form={<ConfigForm />} text={<TextPane onSave={() => void actions.save()} />} />
          <ProblemsPanel />
        </>
      )}
    </div>
  )
}

/** What had the focus may be gone, a notice whose button was pressed: the keys of the page go on. */
function useKeysFromNowhere(draft: ReturnType<typeof useDraftStore>, save: () => Promise<void>): void {
  useEffect(() => {
    const onKeyDown = (event: globalThis.KeyboardEvent) => {
      if (event.target === document.body) editorKeys(event, draft, save)
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [draft, save])
}

function Loading() {
  const { t } = useTranslation()
  return (
    <div className="grid flex-1 grid-cols-1 gap-4 p-4 sm:px-6 lg:grid-cols-2">
      <p className="sr-only">{t('config.loading')}</p>
      <Skeleton className="h-64 w-full" />
      <Skeleton className="h-64 w-full max-lg:hidden" />
    </div>
  )
}

function ConflictBanner() {
  const { t } = useTranslation()
  const conflict = useDraft(state => state.conflict)
  const [isOpen, setOpen] = useState(false)
  if (conflict === null) return null
  return (
    <>
      <Banner
        tone="warn"
        title={t('config.editor.conflict.banner')}
        actions={
          <Button size="sm" onClick={() => setOpen(true)}>
            {t('config.editor.conflict.decide')}
          </Button>
        }
      >
        {t('config.editor.conflict.bannerHint')}
      </Banner>
      {isOpen ? <ConflictDialog conflict={conflict} onClose={() => setOpen(false)} /> : null}
    </>
  )
}

/** Says what was done to the draft without being asked. */
function useNews(): void {
  const { t } = useTranslation()
  const draft = useDraftStore()
  useEffect(
    () =>
      draft.store.subscribe(({ news }, before) => {
        if (news !== null && news !== before.news) toast(t(`config.editor.news.${news.kind}`))
      }),
    [draft, t],
  )
}

function OpenPanel() {
  const { panel, open, close } = usePanels()
  switch (panel?.kind) {
    case 'plan':
      return <PlanDrawer version={panel.version} intent={panel.intent} onClose={close} />
    case 'history':
      return (
        <HistoryDialog
          onRollback={version => open({ kind: 'plan', version, intent: 'plan' })}
          onClose={close}
        />
      )
    case 'import':
      return <ImportDialog onClose={close} />
    case undefined:
      return null
  }
}

/** Undo and save wherever the focus is on the page; the text pane has them itself, and so has a field while it is typed in. */
function editorKeys(
  event: KeyboardEvent | globalThis.KeyboardEvent,
  draft: ReturnType<typeof useDraftStore>,
  save: () => Promise<void>,
): void {
  if (event.defaultPrevented || !(event.ctrlKey || event.metaKey) || event.altKey) return
  const key = event.key.toLowerCase()
  const isTyping =
    event.target instanceof HTMLElement && event.target.matches('input, textarea, .cm-editor *')
  if (key === 's' && !event.shiftKey) void save()
  else if (isTyping) return
  else if (key === 'z') event.shiftKey ? draft.redo() : draft.undo()
  else if (key === 'y' && !event.shiftKey) draft.redo()
  else return
  event.preventDefault()
}
