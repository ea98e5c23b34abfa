import { z } from 'zod'
import { identifier } from '../entities'
import { call, stream } from './define'

/** How far an update is. It is never installed by itself: only when somebody asks, or when harombe is quit. */
export const updateState = z.discriminatedUnion('state', [
  /** `reason` in a sentence: a checkout, a package the system updates, no key to verify with. */
  z.object({ state: z.literal('unavailable'), reason: z.string() }),
  z.object({ state: z.literal('current'), checkedAt: z.number().nullable() }),
  z.object({ state: z.literal('checking') }),
  z.object({ state: z.literal('downloading'), version: z.string(), share: z.number().min(0).max(1) }),
  z.object({ state: z.literal('ready'), version: z.string() }),
  z.object({ state: z.literal('failed'), message: z.string() }),
])
export type UpdateState = z.infer<typeof updateState>

export const desktopState = z.object({
  /** Null where the system cannot, or harombe is not installed. */
  openAtLogin: z.boolean().nullable(),
  quickAsk: z.object({
    keys: z.string().nullable(),
    /** Another program has these keys, or the system gives none out. */
    problem: z.string().nullable(),
  }),
  update: updateState,
  /** Of the crash before this run, and not yet dismissed; null when there was none. */
  crash: z.object({ at: z.number(), report: z.string() }).nullable(),
  logsDirectory: z.string(),
  /** True on a Mac, where the system has to allow harombe to reach the local network. */
  asksForLocalNetwork: z.boolean(),
})
export type DesktopState = z.infer<typeof desktopState>

/** What only the desktop app can do. For its own windows: others are refused, also a browser of the same person. */
export const desktopContract = {
  watchDesktop: stream('admin', z.object({}), desktopState),
  setOpenAtLogin: call('admin', z.object({ open: z.boolean() }), z.null()),
  checkForUpdates: call('admin', z.object({}), z.null()),
  /** @throws CONFLICT when no update is ready */
  restartToUpdate: call('admin', z.object({}), z.null()),
  openLogs: call('admin', z.object({}), z.null()),
  dismissCrash: call('admin', z.object({}), z.null()),
  /** Closes the small window; with a conversation, shows that in the main one. */
  leaveQuickAsk: call('admin', z.object({ conversationId: identifier.nullable() }), z.null()),
}
