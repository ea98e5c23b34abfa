import type { HarombeHandlers } from '../../../shared/contract'
import type { Caller } from '../../../shared/contract/caller'
import type { DesktopState } from '../../../shared/contract/desktop'
import type { Capability } from '../../../shared/contract/system'
import { HarombeError } from '../../../shared/errors'

/** What the desktop app does for its own windows. */
export interface DesktopAbilities {
  /** As it is, now and after every change, until the signal fires. */
  watch(signal: AbortSignal): AsyncIterable<DesktopState>
  /** @throws HarombeError NOT_SUPPORTED where the system starts nothing, STORAGE_FAILED when it was not kept */
  setOpenAtLogin(open: boolean): Promise<void>
  /** Returns at once; what comes of it is told to the watchers. */
  checkForUpdates(): void
  /** @throws HarombeError CONFLICT when no update is ready, or answers are being written */
  restartToUpdate(): Promise<void>
  openLogs(): Promise<void>
  dismissCrash(): void
  /** Closes the small window; with a conversation, shows that in the main one. */
  leaveQuickAsk(conversationId: string | null): void
}

interface Host {
  capabilities: readonly Capability[]
  desktop?: DesktopAbilities | undefined
}

/** What the host can do for this caller. The desktop app serves its own windows alone, whoever else is logged in. */
export function capabilitiesFor({ kind }: Caller, host: Host): Capability[] {
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
