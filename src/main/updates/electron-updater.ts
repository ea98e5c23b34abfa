import type { Log } from '../log'
import type { Updater } from './updates'

/**
 * electron-updater with everything off that would act by itself. It checks what it downloads (SHA-512, and the publisher on Windows
 * and macOS) besides the checks of our own. @throws when it cannot be loaded
 */
export async function loadElectronUpdater(log: Log): Promise<Updater> {
  const { autoUpdater } = await import('electron-updater')
  const line = (message: unknown) => String(message)
  autoUpdater.logger = {
    info: message => log.info({}, line(message)),
    warn: message => log.warn({}, line(message)),
    error: message => log.error({}, line(message)),
  }
  autoUpdater.autoDownload = false
  autoUpdater.autoInstallOnAppQuit = false
  autoUpdater.allowPrerelease = false
  autoUpdater.allowDowngrade = false
  autoUpdater.disableWebInstaller = true
  // Without a listener an error of its own would be one nobody caught.
  autoUpdater.on('error', error => log.warn({ err: error }, 'electron-updater reports an error'))
  return {
    async look() {
      const result = await autoUpdater.checkForUpdates()
      return result?.isUpdateAvailable === true ? result.updateInfo : null
    },
    async download(onProgress) {
      const onPercent = ({ percent }: { percent: number }) =>
        onProgress(Math.min(1, Math.max(0, percent / 100)))
      autoUpdater.on('download-progress', onPercent)
      try {
        const [path] = await autoUpdater.downloadUpdate()
        if (path === undefined) throw new Error('electron-updater named no file')
        return path
      } finally {
        autoUpdater.off('download-progress', onPercent)
      }
    },
    // Silent: the user has just said yes. Afterwards harombe starts again.
    install: () => autoUpdater.quitAndInstall(true, true),
  }
}
