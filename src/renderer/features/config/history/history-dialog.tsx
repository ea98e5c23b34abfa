import { FileClock } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { spoken } from '../../../../shared/texts/spoken'
import { useClient } from '../../../client'
import { Banner, cn, Dialog, EmptyState, Skeleton } from '../../../ui'
import { useMediaQuery } from '../../../use-media-query'
import { useDraft } from '../draft/draft-context'
import { createHistoryStore } from './history-store'
import { VersionList } from './version-list'
import { VersionView } from './version-view'

export interface HistoryDialogProps {
  /** Shows the plan of going back to this version. */
  onRollback(version: number): void
  onClose(): void
}

/** The versions of harombe.yaml; shown while it is mounted. */
export function HistoryDialog({ onRollback, onClose }: HistoryDialogProps) {
  const { t } = useTranslation()
  return (
    <Dialog
      open
      onOpenChange={onClose}
      width="2xl"
      tall
      title={t('config.history.title')}
      description={t('config.history.what')}
    >
      <Versions onRollback={onRollback} />
    </Dialog>
  )
}

function useHistory() {
  const client = useClient()
  const [history] = useState(() => createHistoryStore(client))
  // What is saved or applied meanwhile is a version of its own.
  const digest = useDraft(({ file }) => file?.digest ?? null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: read again when the file is another
  useEffect(() => void history.read(), [history, digest])
  useEffect(() => () => history.stop(), [history])
  return { history, digest, state: useStore(history.store) }
}

function Versions({ onRollback }: Pick<HistoryDialogProps, 'onRollback'>) {
  const { t } = useTranslation()
  const { history, digest, state } = useHistory()
  const { versions, listError, selected, text, textError } = state
  const isWide = useMediaQuery('(min-width: 40rem)')
  const newest = versions?.[0]?.version ?? null
  useEffect(() => {
    // On a phone the list comes first.
    if (isWide && selected === null && newest !== null) void history.select(newest)
  }, [history, isWide, selected, newest])
  if (listError !== null) {
    return (
      <Banner tone="danger" title={t('config.history.failed')}>
        {spoken(listError.message, t)}
      </Banner>
    )
  }
  if (versions === null) return <Skeleton className="h-64 w-full" />
  if (versions.length === 0) {
    return (
      <EmptyState icon={<FileClock />} title={t('config.history.empty')}>
        {t('config.history.emptyHint')}
      </EmptyState>
    )
  }
  const current = versions.find(version => version.digest === digest)
  return (
    <div className="flex h-full min-h-0 gap-5">
      <div
        className={cn(
          '-ml-3 min-h-0 w-[calc(100%+1.5rem)] shrink-0 overflow-y-auto sm:w-72',
          selected !== null && 'max-sm:hidden',
        )}
      >
        <VersionList
          versions={versions}
          digest={digest}
          selected={selected}
          onSelect={version => void history.select(version)}
        />
      </div>
      {selected === null ? null : (
        <VersionView
          version={selected}
          text={text}
          error={textError}
          isCurrent={current?.version === selected}
          onRollback={onRollback}
          onBack={() => void history.select(null)}
        />
      )}
    </div>
  )
}
