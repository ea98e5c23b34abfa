import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DesktopState } from '../../../../shared/contract/desktop'
import { useClient } from '../../../client'
import { CopyWordButton } from '../../../components/copy-button'
import { formatMoment } from '../../../format-moment'
import { Banner, Button } from '../../../ui'
import { useDesktopAction } from '../use-desktop-action'
import { PlainReport } from './plain-report'

export function CrashNotice({ crash }: { crash: NonNullable<DesktopState['crash']> }) {
  const { t, i18n } = useTranslation()
  const client = useClient()
  const { isBusy, run } = useDesktopAction()
  const [isShown, setIsShown] = useState(false)
  return (
    <Banner tone="warn" title={t('settings.desktop.crash')}>
      <p>{t('settings.desktop.crashHint', { when: formatMoment(crash.at, i18n.language) })}</p>
      {isShown ? <PlainReport label={t('settings.desktop.crashShow')} text={crash.report} /> : null}
      <div className="mt-2 flex flex-wrap gap-2">
        <Button size="sm" aria-expanded={isShown} onClick={() => setIsShown(!isShown)}>
          {t('settings.desktop.crashShow')}
        </Button>
        <CopyWordButton size="sm" label={t('settings.desktop.crashCopy')} text={crash.report} />
        <Button
          size="sm"
          variant="ghost"
          busy={isBusy}
          onClick={() => run(() => client.call('desktop.dismissCrash', {}))}
        >
          {t('settings.desktop.crashDismiss')}
        </Button>
      </div>
    </Banner>
  )
}
