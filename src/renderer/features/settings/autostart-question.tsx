import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useClient } from '../../client'
import { useCapability, useClusterState, usePreferences } from '../../mirrors'
import { texts } from '../../texts'
import { Button, Card, toast } from '../../ui'
import { useDesktop } from './use-desktop'

/**
 * Asks once whether harombe should start with the computer: on the desktop only, and only after somebody saw what it is good
 * for. It takes no focus and covers no dialog; leaving it alone asks again the next time.
 */
export function AutostartQuestion() {
  const asked = usePreferences()?.openAtLoginAsked
  const hasAnswered = useClusterState(state => (state.view?.summary.answers ?? 0) > 0)
  const isDesktop = useCapability('desktop')
  if (!isDesktop || asked !== false || !hasAnswered) return null
  return <Question />
}

function Question() {
  const { t } = useTranslation()
  const client = useClient()
  const { view } = useDesktop()
  const [isGone, setIsGone] = useState(false)
  // Nothing to ask where the system cannot, or where it was turned on already.
  if (isGone || view === null || view.openAtLogin !== false) return null
  const answer = async (open: boolean) => {
    setIsGone(true)
    try {
      if (open) await client.call('desktop.setOpenAtLogin', { open })
      await client.call('preferences.updatePreferences', { changes: { openAtLoginAsked: true } })
    } catch {
      toast.error(texts.t('settings.desktop.failed'))
    }
  }
  return (
    <Card
      as="div"
      role="region"
      aria-label={t('settings.autostart.title')}
      className="fixed right-4 bottom-11 z-20 flex w-[min(22rem,calc(100vw-2rem))] animate-appear flex-col gap-3 p-4 shadow-lg max-sm:bottom-24"
    >
      <p className="text-sm">
        <span className="font-medium">{t('settings.autostart.title')}</span>
        <span className="mt-0.5 block text-muted text-xs">{t('settings.autostart.text')}</span>
      </p>
      <div className="flex flex-wrap justify-end gap-2">
        <Button size="sm" variant="ghost" onClick={() => void answer(false)}>
          {t('settings.autostart.no')}
        </Button>
        <Button size="sm" variant="primary" onClick={() => void answer(true)}>
          {t('settings.autostart.yes')}
        </Button>
      </div>
    </Card>
  )
}
