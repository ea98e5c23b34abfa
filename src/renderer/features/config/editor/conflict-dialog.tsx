import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { mergeTexts } from '../../../../shared/config/document/merge-texts'
import { Button, Dialog, SegmentedControl } from '../../../ui'
import { conflictBlocks } from '../draft/conflict-blocks'
import { useDraft, useDraftStore } from '../draft/draft-context'
import type { DraftConflict } from '../draft/draft-store'
import { TextDiff } from '../plan/text-diff'

const views = ['mine', 'theirs', 'both'] as const
type View = (typeof views)[number]

export interface ConflictDialogProps {
  conflict: DraftConflict
  onClose(): void
}

/** The draft and the file were changed in the same place: what each did, and which of them goes on. */
export function ConflictDialog({ conflict, onClose }: ConflictDialogProps) {
  const { t } = useTranslation()
  const draft = useDraftStore()
  const [view, setView] = useState<View>('mine')
  const { base, theirs } = conflict
  const mine = useDraft(state => state.text)
  const { text: merged, conflicts } = useMemo(() => mergeTexts(base, mine, theirs), [base, mine, theirs])
  const take = (text: string) => {
    draft.resolve(text)
    onClose()
    const [first] = conflictBlocks(text)
    if (first !== undefined) draft.show(first)
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('config.editor.conflict.title')}
      description={t('config.editor.conflict.description')}
      width="xl"
      footer={
        <>
          <Button onClick={() => take(theirs)}>{t('config.editor.conflict.takeTheirs')}</Button>
          <Button onClick={() => take(mine)}>{t('config.editor.conflict.takeMine')}</Button>
          <Button variant="primary" onClick={() => take(merged)}>
            {t('config.editor.conflict.takeBoth')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <SegmentedControl<View>
          label={t('config.editor.conflict.view')}
          value={view}
          onChange={setView}
          options={views.map(value => ({ value, label: t(`config.editor.conflict.${value}`) }))}
          className="self-start"
        />
        {view === 'both' ? (
          <p className="text-muted text-sm">
            {conflicts.length === 0
              ? t('config.editor.conflict.bothInvalidHint')
              : t('config.editor.conflict.bothHint', { count: conflicts.length })}
          </p>
        ) : null}
        <TextDiff
          before={view === 'both' ? mine : base}
          after={view === 'mine' ? mine : view === 'theirs' ? theirs : merged}
          label={t(
            view === 'mine'
              ? 'config.editor.conflict.mineDiff'
              : view === 'theirs'
                ? 'config.editor.conflict.theirsDiff'
                : 'config.editor.conflict.both',
          )}
          className="max-h-[50dvh]"
        />
      </div>
    </Dialog>
  )
}
