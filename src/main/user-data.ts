import { join } from 'node:path'
import type { App } from 'electron'
import { dataDirectoryPath } from '../core/config/data-directory'

/**
 * With a data directory of its own (`HAROMBE_HOME`), this app is another one: its window state, logs and single-instance
 * lock must not meet those of the usual one. To be called before the lock is asked for.
 */
export function isolateUserData(app: Pick<App, 'setPath' | 'setAppLogsPath'>, env: NodeJS.ProcessEnv): void {
  if (env.HAROMBE_HOME === undefined || env.HAROMBE_HOME === '') return
  const own = join(dataDirectoryPath({ env }), 'desktop')
  app.setPath('userData', own)
  app.setAppLogsPath(join(own, 'logs'))
}
