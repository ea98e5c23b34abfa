import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useConnectionStatus } from '../../../client'
import { CopyWordButton } from '../../../components/copy-button'
import type { HardwareState } from '../../../components/hardware-facts'
import { useCluster, usePreferences, useSystemInfo } from '../../../mirrors'
import { Button } from '../../../ui'
import { diagnosticsReport } from '../diagnostics'
import { useDesktop } from '../use-desktop'
import { useSharing } from '../use-sharing'
import { PlainReport } from './plain-report'
import { SettingGroup } from './setting-row'

/** What to give to whoever helps, to be read before it is given. */
export function ReportGroup({ hardware }: { hardware: HardwareState }) {
  const { t } = useTranslation()
  const [isShown, setIsShown] = useState(false)
  const report = diagnosticsReport({
    info: useSystemInfo(),
    hardware: hardware !== null && 'report' in hardware ? hardware.report : null,
    cluster: useCluster(),
    sharing: useSharing().sharing,
    preferences: usePreferences(),
    desktop: useDesktop().view,
    page: {
      userAgent: navigator.userAgent,
      width: window.innerWidth,
      height: window.innerHeight,
      scale: window.devicePixelRatio,
      connection: useConnectionStatus(),
    },
  })
  return (
    <SettingGroup title={t('settings.about.report')} hint={t('settings.about.reportHint')}>
      <div className="flex flex-col gap-3 px-4 py-3">
        <div className="flex flex-wrap gap-2">
          <CopyWordButton label={t('settings.about.copyReport')} text={report} />
          <Button aria-expanded={isShown} variant="ghost" onClick={() => setIsShown(!isShown)}>
            {t('settings.about.showReport')}
          </Button>
        </div>
        {isShown ? <PlainReport label={t('settings.about.showReport')} text={report} /> : null}
      </div>
    </SettingGroup>
  )
}
