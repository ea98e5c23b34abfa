import { createHash } from 'node:crypto'
import { createReadStream, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { App } from 'electron'
import { systemClock } from '../../shared/clock'
import type { CoordinatorHost } from '../coordinator-host'
import type { Ending } from '../lifecycle'
import type { Log } from '../log'
import type { ShippedPaths } from '../paths'
import type { MainTexts } from '../texts'
import { whyNoUpdates } from './availability'
import { loadElectronUpdater } from './electron-updater'
import { createUpdates, type Updates } from './updates'

export interface InstallUpdatesContext {
  host: Pick<CoordinatorHost, 'subscribe'>
  ending: Pick<Ending, 'prepare'>
  texts: MainTexts
  paths: ShippedPaths
  dataDirectory: string
  log: Log
  onChange(): void
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

/** SHA-512 of a file, base64, as update manifests have it. */
export async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha512')
  await pipeline(createReadStream(path), hash)
  return hash.digest('base64')
}

/** Updates of this build, with everything they need of this process. Nothing is looked for before `start`. */
export function installUpdates(
  app: Pick<App, 'isPackaged' | 'getVersion' | 'releaseSingleInstanceLock' | 'relaunch' | 'quit'>,
  context: InstallUpdatesContext,
): Updates {
  const { host, ending, texts, paths, dataDirectory, log, onChange } = context
  const publicKey = readIfThere(paths.updateKey)
  // Electron's own folder, outside the archive; plain Node has none.
  const { resourcesPath } = process as { resourcesPath?: string }
  const source = resourcesPath === undefined ? null : readIfThere(join(resourcesPath, 'app-update.yml'))
  let isBusy = false
  host.subscribe(({ view }) => {
    isBusy = (view?.requests.length ?? 0) > 0
  })
  return createUpdates({
    unavailable: whyNoUpdates({
      isPackaged: app.isPackaged,
      platform: process.platform,
      env: process.env,
      publicKey,
      source,
    }),
    publicKey: publicKey ?? '',
    currentVersion: app.getVersion(),
    load: () => loadElectronUpdater(log),
    digest: digestOf,
    remove: path => rm(path, { force: true }),
    async backUp() {
      const { backUpConversations } = await import('../../core/back-up-conversations')
      await backUpConversations(dataDirectory, Date.now())
    },
    isBusy: () => isBusy,
    async prepareToEnd() {
      await ending.prepare()
      // The new version starts while this one ends: it must not take itself for the second.
      app.releaseSingleInstanceLock()
    },
    startAgain() {
      app.relaunch()
      app.quit()
    },
    clock: systemClock,
    t: texts.t,
    log,
    onChange,
  })
}
