import { Download, RefreshCw } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { UpdateState } from '../../../../shared/contract/desktop'
import { spoken } from '../../../../shared/texts/spoken'
import { useClient } from '../../../client'
import { formatAgo, formatShare } from '../../../format'
import { useSystemInfo } from '../../../mirrors'
import { Button, ProgressBar, Spinner } from '../../../ui'
import { useNow } from '../../../use-now'
import { useDesktopAction } from '../use-desktop-action'
import { SettingRow } from './setting-row'

export function UpdateRow({ update }: { update: UpdateState }) {
  const { t } = useTranslation()
  const client = useClient()
  const info = useSystemInfo()
  const { isBusy, run } = useDesktopAction()
  const now = useNow(60_000)
  const look = (
    <Button
      icon={<RefreshCw />}
      busy={isBusy}
      onClick={() => run(() => client.call('desktop.checkForUpdates', {}))}
    >
      {t('settings.desktop.checkNow')}
    </Button>
  )
  switch (update.state) {
    case 'unavailable':
      return <SettingRow label={t('settings.desktop.update.unavailable')} hint={spoken(update.reason, t)} />
    case 'current':
      return (
        <SettingRow
          label={t('settings.desktop.update.current', { version: info?.version ?? '' })}
          hint={
            update.checkedAt === null
              ? t('settings.desktop.update.notChecked')
              : t('settings.desktop.update.checkedAt', { ago: formatAgo(update.checkedAt, now) })
          }
        >
          {look}
        </SettingRow>
      )
    case 'checking':
      return (
        <SettingRow label={t('settings.desktop.update.checking')}>
          <Spinner />
        </SettingRow>
      )
    case 'downloading':
      return (
        <SettingRow label={t('settings.desktop.update.downloading', { version: update.version })}>
          <div className="w-40">
            <ProgressBar
              label={t('settings.desktop.update.downloading', { version: update.version })}
              share={update.share}
              text={formatShare(update.share)}
            />
          </div>
        </SettingRow>
      )
    case 'ready':
      return (
        <SettingRow
          label={t('settings.desktop.update.ready', { version: update.version })}
          hint={t('settings.desktop.update.readyHint')}
        >
          <Button
            variant="primary"
            icon={<Download />}
            busy={isBusy}
            onClick={() => run(() => client.call('desktop.restartToUpdate', {}))}
          >
            {t('settings.desktop.restart')}
          </Button>
        </SettingRow>
      )
    case 'failed':
      return (
        <SettingRow label={t('settings.desktop.update.failed')} hint={spoken(update.message, t)}>
          {look}
        </SettingRow>
      )
  }
}
