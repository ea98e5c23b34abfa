import type { HarombeHandlers } from '../../../shared/contract'
import type { Caller } from '../../../shared/contract/caller'
import type { Capability } from '../../../shared/contract/system'
import { HarombeError } from '../../../shared/errors'
import type { DesktopAbilities, HostAbilities } from '../../coordinator-options'

/** What the host can do for this caller. The desktop app serves its own windows alone, whoever else is logged in. */
export function capabilitiesFor({ kind }: Caller, host: HostAbilities): Capability[] {
  const serves = kind === 'desktop' && host.desktop !== undefined
  return [...host.capabilities, ...(serves ? (['desktop'] as const) : [])]
}

/** @throws HarombeError FORBIDDEN for every caller that is no window of the desktop app this coordinator runs in */
export function createDesktopHandlers(desktop: DesktopAbilities | undefined): HarombeHandlers['desktop'] {
  function offeredTo({ kind }: Caller): DesktopAbilities {
    if (desktop !== undefined && kind === 'desktop') return desktop
    throw new HarombeError('FORBIDDEN', 'Only the windows of the desktop app can do this.')
  }
  return {
    watchDesktop: (_input, { caller, signal }) => offeredTo(caller).watch(signal),
    async setOpenAtLogin({ open }, { caller }) {
      await offeredTo(caller).setOpenAtLogin(open)
      return null
    },
    checkForUpdates(_input, { caller }) {
      offeredTo(caller).checkForUpdates()
      return null
    },
    async restartToUpdate(_input, { caller }) {
      await offeredTo(caller).restartToUpdate()
      return null
    },
    async openLogs(_input, { caller }) {
      await offeredTo(caller).openLogs()
      return null
    },
    dismissCrash(_input, { caller }) {
      offeredTo(caller).dismissCrash()
      return null
    },
    leaveQuickAsk({ conversationId }, { caller }) {
      offeredTo(caller).leaveQuickAsk(conversationId)
      return null
    },
  }
}
