import {
  AlignLeft,
  Copy,
  Ellipsis,
  FolderOpen,
  History,
  ListChecks,
  Play,
  Radar,
  Redo2,
  RotateCcw,
  Save,
  Undo2,
} from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useClient } from '../../../client'
import { useCommand } from '../../../commands'
import { copyText } from '../../../copy-text'
import { useCapability, useClusterState } from '../../../mirrors'
import {
  Button,
  DropdownMenu,
  IconButton,
  MenuItem,
  MenuSeparator,
  StatusDot,
  type StatusShape,
  toast,
} from '../../../ui'
import { useDraft, useDraftStore } from '../draft/draft-context'
import { usePanels } from '../panels'
import { type DraftStatus, draftStatus } from './draft-status'
import { type DraftActions, obstacleOf } from './use-draft-actions'

const shapes: Record<DraftStatus, StatusShape> = {
  loading: 'idle',
  none: 'held',
  unsaved: 'half',
  saving: 'busy',
  inForce: 'ok',
  partly: 'warn',
  waiting: 'held',
  notInForce: 'warn',
  conflict: 'warn',
}

/** Which file this is, how the draft stands to it, and all that can be done with both. */
export function EditorHeader({ actions }: { actions: DraftActions }) {
  const { t } = useTranslation()
  const { open } = usePanels()
  useCommand('formatConfig', actions.format)
  const isWhole = useClusterState(state => state.view?.configProblem ?? null) === null
  const status = useDraft(state => draftStatus(state, isWhole))
  const problems = useDraft(state => state.problems.length)
  return (
    <header className="flex min-h-8 shrink-0 flex-wrap items-center gap-x-3 gap-y-2 px-4 py-3 sm:px-6">
      <div className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-3">
        <h1 className="font-semibold text-lg">{t('config.title')}</h1>
        <p className="flex items-baseline gap-x-2 text-muted text-xs">
          <StatusDot shape={shapes[status]} label={t(`config.editor.state.${status}`)} />
          {problems === 0 ? null : (
            <span className="whitespace-nowrap text-danger">
              {t('config.editor.problems', { count: problems })}
            </span>
          )}
        </p>
      </div>
      <div className="flex items-center gap-2 max-sm:w-full max-sm:gap-1.5">
        <UndoButtons />
        <span className="flex-1 sm:hidden" />
        <Button
          icon={<ListChecks />}
          className="max-sm:px-2.5"
          onClick={() => open({ kind: 'plan', version: null, intent: 'plan' })}
          disabled={status === 'loading'}
        >
          {t('config.editor.plan')}
        </Button>
        <Button
          variant="primary"
          icon={<Play />}
          className="max-sm:px-2.5"
          onClick={() => open({ kind: 'plan', version: null, intent: 'apply' })}
          disabled={status === 'loading'}
        >
          {t('config.editor.apply')}
        </Button>
        <MoreMenu actions={actions} />
      </div>
    </header>
  )
}

function UndoButtons() {
  const { t } = useTranslation()
  const draft = useDraftStore()
  const canUndo = useDraft(state => state.canUndo)
  const canRedo = useDraft(state => state.canRedo)
  return (
    <div className="flex items-center max-sm:-ml-2.5">
      <IconButton label={t('config.editor.undo')} aria-disabled={!canUndo} onClick={() => draft.undo()}>
        <Undo2 />
      </IconButton>
      <IconButton label={t('config.editor.redo')} aria-disabled={!canRedo} onClick={() => draft.redo()}>
        <Redo2 />
      </IconButton>
    </div>
  )
}

function MoreMenu({ actions }: { actions: DraftActions }) {
  const { t } = useTranslation()
  const client = useClient()
  const { open } = usePanels()
  const canOpenFolder = useCapability('openFolder')
  const path = useDraft(state => state.file?.path ?? null)
  const isDirty = useDraft(state => state.isDirty)
  const obstacle = useDraft(state => obstacleOf(state, t))
  return (
    <DropdownMenu
      trigger={
        <IconButton label={t('config.editor.more')} variant="secondary">
          <Ellipsis />
        </IconButton>
      }
    >
      <MenuItem
        icon={<Save />}
        onSelect={() => void actions.save()}
        obstacle={isDirty ? obstacle : t('config.editor.nothingChanged')}
      >
        {t('config.editor.save')}
      </MenuItem>
      <MenuItem icon={<RotateCcw />} onSelect={actions.discard} disabled={!isDirty}>
        {t('config.editor.discard')}
      </MenuItem>
      <MenuItem icon={<AlignLeft />} onSelect={actions.format}>
        {t('config.editor.format')}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={<Radar />} onSelect={() => open({ kind: 'import' })}>
        {t('config.editor.import')}
      </MenuItem>
      <MenuItem icon={<History />} onSelect={() => open({ kind: 'history' })}>
        {t('config.editor.history')}
      </MenuItem>
      {path === null ? null : (
        <>
          <MenuSeparator />
          <MenuItem icon={<Copy />} onSelect={() => void copyText(path)}>
            {t('config.copyPath')}
          </MenuItem>
          {canOpenFolder ? (
            <MenuItem
              icon={<FolderOpen />}
              onSelect={() => {
                client.call('system.openConfigFolder', {}).catch(() => toast.error(t('config.folderFailed')))
              }}
            >
              {t('config.openFolder')}
            </MenuItem>
          ) : null}
        </>
      )}
    </DropdownMenu>
  )
}
