import { FolderOpen } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { spoken } from '../../../../shared/texts/spoken'
import { useClient } from '../../../client'
import { Banner, Button, Skeleton, Switch } from '../../../ui'
import { useDesktop } from '../use-desktop'
import { useDesktopAction } from '../use-desktop-action'
import { CrashNotice } from './crash-notice'
import { QuickAskKeys } from './quick-ask-keys'
import { SettingGroup, SettingRow, SwitchRow } from './setting-row'
import { UpdateRow } from './update-row'

/** What only the desktop app can do. */
export function DesktopSection() {
  const { t } = useTranslation()
  const client = useClient()
  const { view, error } = useDesktop()
  const { isBusy, run } = useDesktopAction()
  if (view === null) {
    return error === null ? (
      <Skeleton className="h-64 w-full" />
    ) : (
      <Banner tone="danger" title={t('settings.desktop.gone')}>
        {spoken(error, t)}
      </Banner>
    )
  }
  const { openAtLogin, quickAsk, update, crash, logsDirectory, asksForLocalNetwork } = view
  return (
    <>
      {crash === null ? null : <CrashNotice crash={crash} />}
      <SettingGroup title={t('settings.desktop.start')}>
        <SwitchRow
          label={t('settings.desktop.openAtLogin')}
          hint={t(
            openAtLogin === null ? 'settings.desktop.openAtLoginCannot' : 'settings.desktop.openAtLoginHint',
          )}
        >
          <Switch
            label={t('settings.desktop.openAtLogin')}
            checked={openAtLogin === true}
            disabled={openAtLogin === null || isBusy}
            onChange={open => run(() => client.call('desktop.setOpenAtLogin', { open }))}
          />
        </SwitchRow>
      </SettingGroup>
      <QuickAskKeys quickAsk={quickAsk} />
      <SettingGroup title={t('settings.desktop.updates')}>
        <UpdateRow update={update} />
      </SettingGroup>
      {asksForLocalNetwork ? (
        <SettingGroup title={t('settings.desktop.network')}>
          <SettingRow label={t('settings.desktop.networkHint')} hint={t('settings.desktop.networkSteps')} />
        </SettingGroup>
      ) : null}
      <SettingGroup title={t('settings.desktop.logs')} hint={t('settings.desktop.logsHint')}>
        <SettingRow label={<span className="font-mono text-xs">{logsDirectory}</span>}>
          <Button icon={<FolderOpen />} onClick={() => run(() => client.call('desktop.openLogs', {}))}>
            {t('settings.desktop.openLogs')}
          </Button>
        </SettingRow>
      </SettingGroup>
    </>
  )
}
