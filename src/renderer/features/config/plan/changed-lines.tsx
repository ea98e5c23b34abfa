import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { HarombeClient } from '../../../../shared/contract'
import type { ErrorShape } from '../../../../shared/harombe-error'
import { spoken } from '../../../../shared/texts/spoken'
import { useClient } from '../../../client'
import { Banner, Skeleton } from '../../../ui'
import { useDraft } from '../draft/draft-context'
import { toErrorShape } from './error-shape'
import type { PlanSubject } from './plan-store'
import { TextDiff } from './text-diff'

type Texts = { before: string | null; after: string | null } | { error: ErrorShape }

/** `before`: what was applied last, null when nothing was; `after`: of a version of the history, null otherwise. */
async function readTexts(client: HarombeClient, subject: PlanSubject, signal: AbortSignal): Promise<Texts> {
  const textOf = async (version: number) =>
    (await client.call('config.getVersion', { version }, { signal })).text
  const versions = await client.call('config.listVersions', {}, { signal })
  const applied = versions.find(({ isApplied }) => isApplied)
  const [before, after] = await Promise.all([
    applied === undefined ? null : textOf(applied.version),
    subject.kind === 'version' ? textOf(subject.version) : null,
  ])
  return { before, after }
}

/** The text that is planned for against the one that was applied last. */
export function ChangedLines({ subject }: { subject: PlanSubject }) {
  const { t } = useTranslation()
  const client = useClient()
  const fileText = useDraft(state => state.file?.text ?? '')
  const [texts, setTexts] = useState<Texts | null>(null)
  useEffect(() => {
    const lifetime = new AbortController()
    readTexts(client, subject, lifetime.signal)
      .catch((error: unknown): Texts => ({ error: toErrorShape(error) }))
      .then(next => {
        if (!lifetime.signal.aborted) setTexts(next)
      })
    return () => lifetime.abort()
  }, [client, subject])
  if (texts === null) return <Skeleton className="h-40 w-full" />
  if ('error' in texts) {
    return (
      <Banner tone="danger" title={t('config.plan.linesFailed')}>
        {spoken(texts.error.message, t)}
      </Banner>
    )
  }
  const before = texts.before ?? ''
  const after = texts.after ?? (subject.kind === 'draft' ? subject.text : fileText)
  return (
    <div className="flex flex-col gap-2">
      {texts.before === null || before === after ? (
        <p className="text-muted text-sm">
          {t(before === after ? 'config.plan.linesSame' : 'config.plan.linesNew')}
        </p>
      ) : null}
      <TextDiff before={before} after={after} label={t('config.plan.linesOf')} />
    </div>
  )
}
