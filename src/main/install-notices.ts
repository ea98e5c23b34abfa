import { systemClock } from '../shared/clock'
import type { CoordinatorHost } from './coordinator-host'
import type { Desktop } from './desktop'
import type { Electron } from './electron'
import type { FollowedPreferences } from './follow-preferences'
import type { Log } from './log'
import { createNoticeBoard } from './notices/show-notices'
import { watchForNotices } from './notices/watch-for-notices'
import type { QuickAsk } from './quick-ask/window'
import type { MainTexts } from './texts'
import type { Windows } from './windows'

export interface NoticesContext {
  host: Pick<CoordinatorHost, 'subscribe' | 'onLink'>
  desktop: Pick<Desktop, 'state' | 'onChange'>
  preferences: FollowedPreferences
  windows: Pick<Windows, 'open' | 'isInFront'>
  quickAsk: Pick<QuickAsk, 'isInFront'>
  texts: MainTexts
  log: Log
}

/** Tells through the system what happens while nobody looks, as far as the user wants it. */
export function installNotices(
  { Notification }: Pick<Electron, 'Notification'>,
  { host, desktop, preferences, windows, quickAsk, texts, log }: NoticesContext,
): void {
  const isInFront = () => windows.isInFront() || quickAsk.isInFront()
  const show = createNoticeBoard({
    Notification,
    isWanted: kind => preferences.current().notifications[kind],
    isInFront,
    open: route => windows.open(route),
  })
  const onUpdate = watchForNotices({ host, show, isInFront, t: texts.t, clock: systemClock, log })
  desktop.onChange(() => onUpdate(desktop.state.current().update))
}
