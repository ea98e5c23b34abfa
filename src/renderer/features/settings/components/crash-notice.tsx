import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DesktopState } from '../../../../shared/contract/desktop'
import { useClient } from '../../../client'
import { CopyWordButton } from '../../../components/copy-button'
import { formatAgo } from '../../../format'
import { Banner, Button } from '../../../ui'
import { useNow } from '../../../use-now'
import { useDesktopAction } from '../use-desktop-action'
import { PlainReport } from './plain-report'

export function CrashNotice({ crash }: { crash: NonNullable<DesktopState['crash']> }) {
  const { t } = useTranslation()
  const client = useClient()
  const now = useNow(60_000)
  const { isBusy, run } = useDesktopAction()
  const [isShown, setIsShown] = useState(false)
  return (
    <Banner tone="warn" title={t('settings.desktop.crash')}>
      <p>{t('settings.desktop.crashHint', { when: formatAgo(crash.at, now) })}</p>
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
