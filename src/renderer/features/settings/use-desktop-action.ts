import { useState } from 'react'
import { isHarombeError } from '../../../shared/harombe-error'
import { spoken } from '../../../shared/texts/spoken'
import { texts } from '../../texts'
import { toast } from '../../ui'

/** Runs one thing the desktop app is asked for at a time; what fails is said. */
export function useDesktopAction(): { isBusy: boolean; run(action: () => Promise<unknown>): void } {
  const [isBusy, setIsBusy] = useState(false)
  return {
    isBusy,
    run(action) {
      setIsBusy(true)
      action()
        .catch((error: unknown) => {
          const options = isHarombeError(error) ? { description: spoken(error.message, texts.t) } : {}
          toast.error(texts.t('settings.desktop.failed'), options)
        })
        .finally(() => setIsBusy(false))
    },
  }
}
