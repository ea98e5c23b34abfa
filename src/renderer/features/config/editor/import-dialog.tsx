import { RefreshCw } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isHarombeError } from '../../../../shared/harombe-error'
import { spoken } from '../../../../shared/texts/spoken'
import { useClient } from '../../../client'
import { Banner, Button, Dialog, Spinner, toast } from '../../../ui'
import { useDraft, useDraftStore } from '../draft/draft-context'
import { TextDiff } from '../plan/text-diff'

type Found = { text: string; found: readonly string[] }

/** Looks once when it is shown, and again when asked to. */
function useDiscovery() {
  const client = useClient()
  const [round, setRound] = useState(0)
  const [result, setResult] = useState<Found | null>(null)
  const [error, setError] = useState<string | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another round looks again
  useEffect(() => {
    let isShown = true
    setResult(null)
    setError(null)
    client.call('config.draftFromDiscovery', {}).then(
      found => {
        if (isShown) setResult(found)
      },
      (failure: unknown) => {
        if (isShown) setError(isHarombeError(failure) ? failure.message : '')
      },
    )
    return () => {
      isShown = false
    }
  }, [client, round])
  return { result, error, again: () => setRound(round + 1) }
}

/** What answers here and on the network, for taking into the draft. */
export function ImportDialog({ onClose }: { onClose(): void }) {
  const { t } = useTranslation()
  const draft = useDraftStore()
  const base = useDraft(state => state.base.text)
  const { result, error, again } = useDiscovery()
  const isLooking = result === null && error === null
  const hasNews = result !== null && result.text !== base
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('config.editor.importing.title')}
      description={t('config.editor.importing.description')}
      width="lg"
      footer={
        <>
          <Button icon={<RefreshCw />} busy={isLooking} onClick={again}>
            {t('config.editor.importing.again')}
          </Button>
          <Button
            variant="primary"
            disabled={!hasNews}
            onClick={() => {
              if (result === null) return
              draft.take(result.text)
              toast(t('config.editor.importing.taken'))
              onClose()
            }}
          >
            {t('config.editor.importing.take')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3 text-sm" aria-live="polite">
        {isLooking ? (
          <p className="flex items-center gap-2 py-6 text-muted">
            <Spinner className="size-4" />
            {t('config.editor.importing.looking')}
          </p>
        ) : null}
        {error === null ? null : (
          <Banner tone="danger" title={t('config.editor.importing.failed')}>
            {spoken(error, t)}
          </Banner>
        )}
        {result === null ? null : (
          <ul className="flex list-disc flex-col gap-0.5 pl-5">
            {result.found.map(line => (
              <li key={line}>{spoken(line, t)}</li>
            ))}
          </ul>
        )}
        {hasNews ? (
          <TextDiff
            before={base}
            after={result.text}
            label={t('config.editor.importing.diff')}
            className="max-h-[45dvh]"
          />
        ) : result === null ? null : (
          <p className="text-muted">{t('config.editor.importing.nothing')}</p>
        )}
      </div>
    </Dialog>
  )
}
