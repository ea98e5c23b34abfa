import { Globe, House, Lock, LockOpen, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Sharing } from '../../../../shared/contract/system'
import { spoken } from '../../../../shared/texts/spoken'
import { Badge, Banner, Button, Skeleton } from '../../../ui'
import { useSharing } from '../use-sharing'
import { PhoneCode } from './phone-code'
import { SettingGroup, SettingRow } from './setting-row'
import { SharingSteps } from './sharing-steps'

/** Who can reach harombe, how safely, and a phone's way in. */
export function SharingSection() {
  const { t } = useTranslation()
  const { sharing, error, again } = useSharing()
  const retry = <Button onClick={again}>{t('common.retry')}</Button>
  if (sharing === null) {
    return error === null ? (
      <Skeleton className="h-40 w-full" />
    ) : (
      <Banner tone="danger" title={t('settings.sharing.failed')} actions={retry}>
        {spoken(error, t)}
      </Banner>
    )
  }
  const { isShared, listener, addresses, needsRestart } = sharing
  return (
    <>
      {needsRestart ? <Banner tone="warn" title={t('settings.sharing.needsRestart')} /> : null}
      <SettingGroup title={t('settings.sharing.title')}>
        <State sharing={sharing} />
      </SettingGroup>
      {listener === null || !isShared ? (
        <SharingSteps />
      ) : (
        <SettingGroup title={t('settings.sharing.phone')}>
          {addresses.length === 0 ? (
            <SettingRow label={t('settings.sharing.noAddress')}>
              <Button onClick={again}>{t('settings.sharing.again')}</Button>
            </SettingRow>
          ) : (
            <PhoneCode addresses={addresses} />
          )}
        </SettingGroup>
      )}
    </>
  )
}

function State({ sharing: { listener, isShared } }: { sharing: Sharing }) {
  const { t } = useTranslation()
  if (listener === null) {
    return (
      <Line
        icon={<TriangleAlert className="text-warn" />}
        title={t('settings.sharing.none')}
        hint={t('settings.sharing.noneHint')}
      />
    )
  }
  const { host, port, scheme, hasToken } = listener
  return (
    <>
      <Line
        icon={isShared ? <Globe /> : <House />}
        title={t(isShared ? 'settings.sharing.on' : 'settings.sharing.off')}
        hint={
          isShared ? t('settings.sharing.onHint', { host, port }) : t('settings.sharing.offHint', { host })
        }
      >
        {isShared ? (
          <span className="flex flex-wrap gap-1.5">
            <Badge tone={scheme === 'https' ? 'ok' : 'warn'}>
              {scheme === 'https' ? <Lock aria-hidden="true" /> : <LockOpen aria-hidden="true" />}
              {t(scheme === 'https' ? 'settings.sharing.encrypted' : 'settings.sharing.clear')}
            </Badge>
            {hasToken ? <Badge>{t('settings.sharing.token')}</Badge> : null}
          </span>
        ) : null}
      </Line>
      {isShared && scheme === 'http' ? (
        <p className="px-4 py-3 text-sm text-warn">{t('settings.sharing.clearHint')}</p>
      ) : null}
    </>
  )
}

interface LineProps {
  icon: ReactNode
  title: string
  hint: string
  children?: ReactNode
}

function Line({ icon, title, hint, children }: LineProps) {
  return (
    <div className="flex items-start gap-3 px-4 py-3">
      <span
        aria-hidden="true"
        className="mt-0.5 flex size-8 shrink-0 items-center justify-center rounded-lg bg-hover [&_svg]:size-4"
      >
        {icon}
      </span>
      <div className="flex min-w-0 flex-1 flex-col gap-1.5">
        <p className="text-sm [overflow-wrap:anywhere]">
          <span className="font-medium">{title}</span>
          <span className="block text-muted text-xs">{hint}</span>
        </p>
        {children}
      </div>
    </div>
  )
}
