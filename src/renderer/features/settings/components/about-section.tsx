import { useTranslation } from 'react-i18next'
import { HardwareFacts, LiveResources, useHardware } from '../../../components'
import { CopyButton } from '../../../components/copy-button'
import { useSystemInfo } from '../../../mirrors'
import { Skeleton } from '../../../ui'
import { LicenceList } from './licence-list'
import { ReportGroup } from './report-group'
import { SettingGroup, SettingRow } from './setting-row'

/** What this installation is and what it runs on. */
export function AboutSection() {
  const { t } = useTranslation()
  const info = useSystemInfo()
  const hardware = useHardware()
  return (
    <>
      {info === null ? (
        <Skeleton className="h-32 w-full" />
      ) : (
        <SettingGroup title={t('settings.about.version', { version: info.version })}>
          <Place label={t('settings.about.configuration')} value={info.configPath} />
          <Place label={t('settings.about.data')} value={info.dataDirectory} />
          {info.endpoint === null ? (
            <SettingRow label={t('settings.about.address')} hint={t('settings.about.notListening')} />
          ) : (
            <Place label={t('settings.about.address')} value={info.endpoint} />
          )}
        </SettingGroup>
      )}
      <SettingGroup title={t('settings.about.machine')}>
        <div className="px-4 py-3">
          <HardwareFacts hardware={hardware} />
        </div>
        <div className="flex flex-col gap-2 px-4 py-3">
          <h3 className="font-medium text-muted text-xs">{t('settings.about.now')}</h3>
          <LiveResources />
        </div>
      </SettingGroup>
      <ReportGroup hardware={hardware} />
      <LicenceList />
    </>
  )
}

function Place({ label, value }: { label: string; value: string }) {
  const { t } = useTranslation()
  return (
    <div className="flex items-center gap-3 px-4 py-2.5">
      <p className="min-w-0 flex-1 text-sm">
        {label}
        <span className="block font-mono text-muted text-xs [overflow-wrap:anywhere]">{value}</span>
      </p>
      <CopyButton label={t('settings.about.copy', { what: label })} text={value} />
    </div>
  )
}
