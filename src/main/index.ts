import { uptime } from 'node:os'
import * as electron from 'electron'
import { dataDirectoryPath } from '../core/config/data-directory'
import { createLog } from '../core/log'
import { routeOf } from './actions'
import { createApp } from './app'
import { servePage } from './app-protocol'
import { startsHidden } from './autostart/autostart'
import { markRun } from './crash/run-marker'
import { quickAskArgument, registerWithSystem, watchArrivals } from './lifecycle'
import { createSafeOpener, guardNavigation } from './navigation-guard'
import { privilegedScheme, resolvePage } from './page'
import { shippedPaths } from './paths'
import { restrictSession } from './permissions'
import { createMainTexts } from './texts'
import { isolateUserData } from './user-data'
import { watchSleep } from './watch-sleep'

const { app, dialog, powerMonitor, protocol, session, shell } = electron
const { platform, env, argv } = process

// These only count before the app is ready.
isolateUserData(app, env)
protocol.registerSchemesAsPrivileged([privilegedScheme])
app.enableSandbox()
// Under Wayland a desktop may give out keys, if it is asked through its portal.
if (platform === 'linux') app.commandLine.appendSwitch('enable-features', 'GlobalShortcutsPortal')

const texts = createMainTexts(app.getPreferredSystemLanguages())
if (!app.requestSingleInstanceLock()) app.quit()
else {
  start().catch((error: unknown) => {
    dialog.showErrorBox(texts.t('desktop.problem.cannotStart'), String(error))
    app.exit(1)
  })
}

async function start(): Promise<void> {
  const log = createLog(app.getPath('logs'), 'desktop')
  const bootedAt = Date.now() - uptime() * 1000
  const run = markRun(app.getPath('userData'), { now: Date.now, bootedAt }, log)
  process.on('uncaughtExceptionMonitor', error => {
    run.failed(error)
    log.error({ err: error }, 'an error nobody caught')
  })
  const page = resolvePage(app.isPackaged, env.ELECTRON_RENDERER_URL)
  const paths = shippedPaths(app.getAppPath(), platform)
  const dataDirectory = dataDirectoryPath({ env })
  const openExternalSafe = createSafeOpener(url => shell.openExternal(url), log)
  const parts = createApp(electron, { page, paths, dataDirectory, texts, run, openExternalSafe, log })
  const { windows, quickAsk, host } = parts

  app.on('web-contents-created', (_event, contents) => guardNavigation(contents, page, openExternalSafe))
  const link = watchArrivals({
    app,
    argv,
    onOpen: next => void app.whenReady().then(() => windows.open(routeOf(next))),
    onQuickAsk: () => void app.whenReady().then(quickAsk.show),
  })
  watchSleep(powerMonitor, host.current)

  await app.whenReady()
  registerWithSystem(app, platform)
  restrictSession(session.defaultSession, page)
  servePage(protocol, paths.renderer, page)
  parts.install()
  if (argv.includes(quickAskArgument)) quickAsk.show()
  else if (link !== null || !startsHidden(app, platform, argv)) windows.open(routeOf(link))
}
