import * as electron from 'electron'
import { dataDirectoryPath } from '../core/config/data-directory'
import { createLog } from '../core/log'
import { createActions, routeOf } from './actions'
import { appMenu, toNativeMenu } from './app-menu'
import { servePage } from './app-protocol'
import { createCoordinatorHost } from './coordinator-host'
import { installTray } from './install-tray'
import { registerWithSystem, superviseEnding, watchArrivals } from './lifecycle'
import { createMainWindow } from './main-window'
import { createSafeOpener, guardNavigation } from './navigation-guard'
import { startOwn } from './own-coordinator'
import { privilegedScheme, resolvePage } from './page'
import { shippedPaths } from './paths'
import { restrictSession } from './permissions'
import { announceProblems } from './problem-dialog'
import { joinRunning } from './running-coordinator'
import { isolateUserData } from './user-data'
import { watchSleep } from './watch-sleep'

const { app, clipboard, dialog, Menu, powerMonitor, protocol, session, shell } = electron
const { platform, env, argv } = process

// These three only count before the app is ready.
isolateUserData(app, env)
protocol.registerSchemesAsPrivileged([privilegedScheme])
app.enableSandbox()

if (!app.requestSingleInstanceLock()) app.quit()
else {
  start().catch((error: unknown) => {
    dialog.showErrorBox('harombe cannot start', String(error))
    app.exit(1)
  })
}

async function start(): Promise<void> {
  const log = createLog(app.getPath('logs'), 'desktop')
  process.on('uncaughtExceptionMonitor', error => log.error({ err: error }, 'an error nobody caught'))
  const page = resolvePage(app.isPackaged, env.ELECTRON_RENDERER_URL)
  const paths = shippedPaths(app.getAppPath(), platform)
  const dataDirectory = dataDirectoryPath({ env })
  const openExternalSafe = createSafeOpener(url => shell.openExternal(url), log)

  const host = createCoordinatorHost({
    startOwn: () => startOwn(electron, dataDirectory, paths, log),
    joinRunning: () => joinRunning(dataDirectory),
    log,
  })
  const ending = superviseEnding({ app, powerMonitor, log, stop: host.stop })
  const window = createMainWindow(electron, { host, ending, page, paths, log })
  const perform = createActions({
    openWindow: route => window.open(route),
    copyText: text => clipboard.writeText(text),
    mintBrowserUrl: () => host.current()?.mintBrowserUrl?.() ?? null,
    openExternalSafe,
    showLogs: () => void shell.openPath(app.getPath('logs')),
    quit: () => app.quit(),
  })

  app.on('web-contents-created', (_event, contents) => guardNavigation(contents, page, openExternalSafe))
  const link = watchArrivals({
    app,
    argv,
    onOpen: next => void app.whenReady().then(() => window.open(routeOf(next))),
  })
  watchSleep(powerMonitor, host.current)

  await app.whenReady()
  registerWithSystem(app, platform)
  restrictSession(session.defaultSession, page)
  servePage(protocol, paths.renderer, page)
  Menu.setApplicationMenu(Menu.buildFromTemplate(toNativeMenu(appMenu(platform, !app.isPackaged), perform)))
  installTray(electron, host, paths, perform)
  announceProblems(host, dialog)
  host.start()
  window.open(routeOf(link))
}
