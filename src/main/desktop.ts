import { homedir } from 'node:os'
import type { DesktopAbilities } from '../core/gateway/handlers/desktop-handlers'
import { HarombeError } from '../shared/errors'
import { createAutostart } from './autostart/autostart'
import type { CoordinatorHost } from './coordinator-host'
import { crashReport } from './crash/crash-report'
import type { RunMarker } from './crash/run-marker'
import { surroundingsOf } from './crash/surroundings'
import { createDesktopState, type DesktopStateStore } from './desktop-state'
import type { Electron } from './electron'
import type { FollowedPreferences } from './follow-preferences'
import type { Ending } from './lifecycle'
import type { Log } from './log'
import type { ShippedPaths } from './paths'
import { createQuickAskKeys, isWayland, type QuickAskKeys } from './quick-ask/keys'
import type { QuickAsk } from './quick-ask/window'
import type { MainTexts } from './texts'
import { installUpdates } from './updates/install-updates'
import type { Updates } from './updates/updates'
import type { Windows } from './windows'

type Parts = Pick<Electron, 'app' | 'globalShortcut' | 'shell'>

export interface DesktopContext {
  host: Pick<CoordinatorHost, 'subscribe'>
  ending: Ending
  windows: Pick<Windows, 'open'>
  quickAsk: QuickAsk
  run: RunMarker
  texts: MainTexts
  preferences: FollowedPreferences
  paths: ShippedPaths
  dataDirectory: string
  log: Log
}

export interface Desktop {
  abilities: DesktopAbilities
  state: DesktopStateStore
  updates: Updates
  /** The window's page crashed for good: its report is offered to the next one. */
  windowCrashed(crash: { reason: string; exitCode: number; count: number }): string
  /** To be called once the app is ready, with the language of the moment each time that changes. */
  refresh(): void
  /** Runs after every change of what is told. */
  onChange(listener: () => void): void
}

/** What the desktop app does besides showing windows, and what it tells them of that. */
export function createDesktop(electron: Parts, context: DesktopContext): Desktop {
  const { app, globalShortcut, shell } = electron
  const { texts, preferences, quickAsk, run, windows, log } = context
  const { platform, env } = process
  const { t } = texts
  const listeners = new Set<() => void>()
  const surroundings = surroundingsOf(app.getVersion())
  const autostart = createAutostart({ app, platform, env, home: homedir(), execPath: process.execPath, t })
  const keys = createQuickAskKeys({
    globalShortcut,
    isWayland: isWayland(platform, env),
    onPressed: quickAsk.toggle,
  })
  const updates = installUpdates(app, { ...context, onChange: () => change({ update: updates.state() }) })

  const { lastCrash } = run
  const state = createDesktopState({
    openAtLogin: null,
    quickAsk: { keys: null, problem: null },
    update: updates.state(),
    crash:
      lastCrash === null
        ? null
        : {
            at: lastCrash.at,
            report: crashReport({ kind: 'main', error: lastCrash.error }, lastCrash.at, surroundings),
          },
    logsDirectory: app.getPath('logs'),
    asksForLocalNetwork: platform === 'darwin',
  })

  function change(changes: Parameters<DesktopStateStore['change']>[0]): void {
    state.change(changes)
    for (const listener of listeners) listener()
  }
  const tell = ({ keys, problem }: QuickAskKeys) => ({
    keys,
    problem: problem === null ? null : t(`desktop.quickAsk.${problem}`),
  })
  async function openLogs(): Promise<void> {
    const problem = await shell.openPath(app.getPath('logs'))
    if (problem !== '') throw new HarombeError('NOT_FOUND', problem)
  }

  return {
    state,
    updates,
    abilities: {
      watch: state.watch,
      async setOpenAtLogin(open) {
        if (autostart.isOn() === null) {
          throw new HarombeError('NOT_SUPPORTED', t('desktop.autostart.unsupported'))
        }
        try {
          autostart.set(open)
        } catch (cause) {
          throw new HarombeError('STORAGE_FAILED', t('desktop.autostart.notKept'), { cause })
        }
        const openAtLogin = autostart.isOn()
        change({ openAtLogin })
        if (openAtLogin !== open) throw new HarombeError('STORAGE_FAILED', t('desktop.autostart.notKept'))
      },
      checkForUpdates: () => void updates.check(),
      restartToUpdate: () => updates.restart(),
      openLogs,
      dismissCrash: () => change({ crash: null }),
      leaveQuickAsk(conversationId) {
        quickAsk.hide()
        if (conversationId !== null) windows.open({ page: 'chat', conversationId })
      },
    },
    windowCrashed(crash) {
      const at = Date.now()
      const report = crashReport({ kind: 'window', ...crash }, at, surroundings)
      log.error(crash, 'the window was given up')
      change({ crash: { at, report } })
      return report
    },
    refresh() {
      change({
        openAtLogin: autostart.isOn(),
        quickAsk: tell(keys.use(preferences.current().quickAskKeys)),
        update: updates.state(),
      })
    },
    onChange: listener => void listeners.add(listener),
  }
}
