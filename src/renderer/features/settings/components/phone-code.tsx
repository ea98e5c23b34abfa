import { QrCode as QrIcon, RefreshCw } from 'lucide-react'
import { useEffect, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Sharing } from '../../../../shared/contract/system'
import { isHarombeError } from '../../../../shared/harombe-error'
import { spoken } from '../../../../shared/texts/spoken'
import { useClient } from '../../../client'
import { CopyWordButton } from '../../../components/copy-button'
import { formatDuration } from '../../../format'
import { Button, Select, toast } from '../../../ui'
import { QrCode } from './qr-code'

interface Minted {
  host: string
  url: string
  /** On this page's monotonic clock. */
  deadline: number
}

/** Milliseconds until then, a second at a time; zero when it is over. */
function useRemaining(deadline: number | null): number {
  const [now, setNow] = useState(() => performance.now())
  useEffect(() => {
    if (deadline === null) return
    const timer = setInterval(() => setNow(performance.now()), 1_000)
    return () => clearInterval(timer)
  }, [deadline])
  return deadline === null ? 0 : Math.max(0, deadline - Math.max(now, performance.now()))
}

/** Logs a phone in, once, by a code to scan. Nothing is made before somebody asks for it. */
export function PhoneCode({ addresses }: { addresses: Sharing['addresses'] }) {
  const { t } = useTranslation()
  const client = useClient()
  const selectId = useId()
  const [chosen, setChosen] = useState<string | null>(null)
  const [minted, setMinted] = useState<Minted | null>(null)
  const [isMinting, setIsMinting] = useState(false)
  const address = addresses.find(({ host }) => host === chosen) ?? addresses[0]
  const current = minted?.host === address?.host ? minted : null
  const remaining = useRemaining(current?.deadline ?? null)
  if (address === undefined) return null
  const { host, isCertified } = address

  const mint = () => {
    setIsMinting(true)
    client
      .call('system.mintPhoneUrl', { host })
      .then(
        ({ url, expiresInMs }) => setMinted({ host, url, deadline: performance.now() + expiresInMs }),
        error => {
          const options = isHarombeError(error) ? { description: spoken(error.message, t) } : {}
          toast.error(t('settings.sharing.mintFailed'), options)
        },
      )
      .finally(() => setIsMinting(false))
  }

  return (
    <div className="flex flex-col gap-4 px-4 py-4 sm:flex-row sm:items-start sm:gap-6">
      <div className="flex min-w-0 flex-1 flex-col gap-3">
        <p className="text-muted text-sm">{t('settings.sharing.phoneHint')}</p>
        {addresses.length < 2 ? (
          <p className="font-mono text-sm [overflow-wrap:anywhere]">{address.url}</p>
        ) : (
          <div className="flex flex-col gap-1">
            <label htmlFor={selectId} className="font-medium text-sm">
              {t('settings.sharing.address')}
            </label>
            <Select id={selectId} value={host} onChange={event => setChosen(event.target.value)}>
              {addresses.map(entry => (
                <option key={entry.host} value={entry.host}>
                  {entry.isCertified === false
                    ? t('settings.sharing.notCertified', { host: entry.host })
                    : entry.host}
                </option>
              ))}
            </Select>
          </div>
        )}
        {isCertified === false ? (
          <p className="text-warn text-xs">{t('settings.sharing.notCertifiedHint', { host })}</p>
        ) : null}
        <div className="flex flex-wrap gap-2">
          <Button
            variant={current === null ? 'primary' : 'secondary'}
            icon={current === null ? <QrIcon /> : <RefreshCw />}
            busy={isMinting}
            onClick={mint}
          >
            {t(current === null ? 'settings.sharing.show' : 'settings.sharing.renew')}
          </Button>
          {current === null ? null : (
            <>
              <CopyWordButton label={t('settings.sharing.copyLink')} text={current.url} />
              <Button variant="ghost" onClick={() => setMinted(null)}>
                {t('settings.sharing.hide')}
              </Button>
            </>
          )}
        </div>
        {current === null ? null : (
          <p className="text-muted text-xs">
            {remaining > 0
              ? t('settings.sharing.expires', { time: formatDuration(Math.ceil(remaining / 1000) * 1000) })
              : t('settings.sharing.expired')}{' '}
            {t('settings.sharing.secretLink')}
          </p>
        )}
        <p className="text-muted text-xs">{t('settings.sharing.installHint')}</p>
      </div>
      {current === null || remaining === 0 ? null : (
        <div className="w-full max-w-60 shrink-0 self-center max-sm:order-first sm:w-60">
          <QrCode text={current.url} label={t('settings.sharing.qr', { host })} />
        </div>
      )}
    </div>
  )
}
