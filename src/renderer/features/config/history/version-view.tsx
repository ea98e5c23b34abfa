import { ArrowLeft, History } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { spoken } from '../../../../shared/texts/spoken'
import { Banner, Button, Skeleton } from '../../../ui'
import { TextDiff } from '../plan/text-diff'
import type { HistoryState } from './history-store'

export interface VersionViewProps {
  version: number
  text: HistoryState['text']
  error: HistoryState['textError']
  /** It is what stands on disk already. */
  isCurrent: boolean
  onRollback(version: number): void
  /** To the list, where there is no room for both. */
  onBack(): void
}

/** What one version changed, and the way back to it. */
export function VersionView({ version, text, error, isCurrent, onRollback, onBack }: VersionViewProps) {
  const { t } = useTranslation()
  return (
    <section
      aria-label={t('config.history.version', { version })}
      className="flex min-h-0 min-w-0 flex-1 flex-col gap-3"
    >
      <Button
        variant="link"
        size="inline"
        icon={<ArrowLeft className="size-4" />}
        className="self-start text-sm sm:hidden"
        onClick={onBack}
      >
        {t('config.history.back')}
      </Button>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h3 className="min-w-0 flex-[1_1_12rem] font-semibold text-sm">
          {text?.previous === null ? t('config.history.first') : t('config.history.diff', { version })}
        </h3>
        {isCurrent ? (
          <p className="text-muted text-xs">{t('config.history.isCurrent')}</p>
        ) : (
          <Button size="sm" icon={<History />} onClick={() => onRollback(version)}>
            {t('config.history.rollBack')}
          </Button>
        )}
      </div>
      {error !== null ? (
        <Banner tone="danger" title={t('config.history.versionFailed')}>
          {spoken(error.message, t)}
        </Banner>
      ) : text === null ? (
        <Skeleton className="h-48 w-full" />
      ) : text.text === text.previous ? (
        <p className="text-muted text-sm">{t('config.history.same')}</p>
      ) : (
        <TextDiff
          before={text.previous ?? ''}
          after={text.text}
          label={t('config.history.diff', { version })}
          className="min-h-0"
        />
      )}
    </section>
  )
}
