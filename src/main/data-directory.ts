import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import type { App } from 'electron'

/** `HAROMBE_HOME`, or `.harombe` in the user's home. */
export function resolveDataDirectory(environment: NodeJS.ProcessEnv): string {
  const given = environment.HAROMBE_HOME
  return given === undefined || given === '' ? join(homedir(), '.harombe') : resolve(given)
}

/**
 * With a data directory of its own, this app is another one: its window state, logs and single-instance lock must not
 * meet those of the usual one. To be called before the lock is asked for.
 */
export function isolateUserData(
  app: Pick<App, 'setPath' | 'setAppLogsPath'>,
  environment: NodeJS.ProcessEnv,
): void {
  if (environment.HAROMBE_HOME === undefined || environment.HAROMBE_HOME === '') return
  const own = join(resolveDataDirectory(environment), 'desktop')
  app.setPath('userData', own)
  app.setAppLogsPath(join(own, 'logs'))
}
