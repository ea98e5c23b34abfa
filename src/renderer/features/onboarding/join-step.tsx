import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Sharing } from '../../../shared/contract/system'
import { useClient } from '../../client'
import { RichText } from '../../components'
import { Skeleton } from '../../ui'

const code = { code: <code className="rounded-xs bg-sunken px-1 font-mono text-xs" /> }

/** How this machine becomes a node of another harombe: by hand, as things are today, with what is true of it now. */
export function JoinStep() {
  const { t } = useTranslation()
  const sharing = useSharing()
  return (
    <section className="flex flex-col gap-4">
      <h2 className="font-semibold text-lg">{t('onboarding.join.title')}</h2>
      {sharing === null ? (
        <Skeleton className="h-40 w-full" />
      ) : (
        <ol className="flex flex-col gap-4">
          <Item number={1} title={t('onboarding.join.first')}>
            {!sharing.isShared ? (
              <RichText text={t('onboarding.join.closed')} marks={code} />
            ) : sharing.listener?.hasToken === true ? (
              t('onboarding.join.open')
            ) : (
              <RichText text={t('onboarding.join.openNoToken')} marks={code} />
            )}
          </Item>
          <Item number={2} title={t('onboarding.join.second')}>
            {sharing.addresses.length === 0 ? (
              t('onboarding.join.none')
            ) : (
              <>
                {t('onboarding.join.address')}
                <ul className="mt-1.5 flex flex-col gap-1">
                  {sharing.addresses.map(({ url }) => (
                    <li key={url} className="select-all font-mono text-ink text-xs [overflow-wrap:anywhere]">
                      {url}
                    </li>
                  ))}
                </ul>
              </>
            )}
          </Item>
          <Item number={3} title={t('onboarding.join.third')}>
            <RichText text={t('onboarding.join.token')} marks={code} />
          </Item>
        </ol>
      )}
    </section>
  )
}

function Item({ number, title, children }: { number: number; title: string; children: ReactNode }) {
  return (
    <li className="flex gap-3">
      <span
        aria-hidden="true"
        className="flex size-6 shrink-0 items-center justify-center rounded-full bg-accent-soft font-medium text-accent text-xs"
      >
        {number}
      </span>
      <div className="min-w-0">
        <h3 className="font-medium">{title}</h3>
        <div className="mt-0.5 text-muted text-sm [overflow-wrap:anywhere]">{children}</div>
      </div>
    </li>
  )
}

/** How this machine can be reached; null until it is known. */
function useSharing(): Sharing | null {
  const client = useClient()
  const [sharing, setSharing] = useState<Sharing | null>(null)
  useEffect(() => {
    const lifetime = new AbortController()
    client.call('system.getSharing', {}, { signal: lifetime.signal }).then(setSharing, () => {
      if (lifetime.signal.aborted) return
      setSharing({ listener: null, isShared: false, addresses: [], needsRestart: false })
    })
    return () => lifetime.abort()
  }, [client])
  return sharing
}
