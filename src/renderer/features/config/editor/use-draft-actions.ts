import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { formatText } from '../../../../shared/config/document/format-text'
import { isHarombeError } from '../../../../shared/harombe-error'
import { spoken } from '../../../../shared/texts/spoken'
import type { Translate } from '../../../../shared/texts/translator'
import { toast } from '../../../ui'
import { useDraftStore } from '../draft/draft-context'
import type { DraftState, DraftStore } from '../draft/draft-store'

export interface DraftActions {
  save(): Promise<void>
  /** Lays the text out; one step of undo. */
  format(): void
  discard(): void
}

/** Why nothing can be written now, in words; null when something can. `null` for nothing to write, too: that is harmless. */
export function obstacleOf(
  { conflict, problems }: Pick<DraftState, 'conflict' | 'problems'>,
  t: Translate,
): string | null {
  if (conflict !== null) return t('config.editor.conflictFirst')
  return problems.length > 0 ? t('config.editor.problemsFirst') : null
}

/** What the menu and the keyboard do with the draft, with notices of how it went. */
export function useDraftActions(): DraftActions {
  const { t } = useTranslation()
  const draft = useDraftStore()
  return useMemo(
    () => ({
      save: () => save(draft, t),
      format() {
        const before = draft.store.getState().text
        const problem = draft.edit(formatText)
        if (problem !== null)
          toast.error(t('config.editor.formatFailed'), { description: spoken(problem, t) })
        else if (draft.store.getState().text === before) toast(t('config.editor.formatted'))
      },
      discard() {
        draft.discard()
        toast(t('config.editor.discarded'), {
          action: { label: t('config.editor.undo'), onClick: () => draft.undo() },
        })
      },
    }),
    [draft, t],
  )
}

async function save(draft: DraftStore, t: Translate): Promise<void> {
  draft.settle()
  const state = draft.store.getState()
  if (state.isWriting || state.file === null) return
  if (!state.isDirty) {
    toast(t('config.editor.nothingChanged'))
    return
  }
  const obstacle = obstacleOf(state, t)
  if (obstacle !== null) {
    toast.error(obstacle)
    return
  }
  try {
    await draft.save()
    toast.success(t('config.editor.saved'))
  } catch (error) {
    const description = isHarombeError(error) ? { description: spoken(error.message, t) } : {}
    toast.error(t('config.editor.saveFailed'), description)
  }
}
