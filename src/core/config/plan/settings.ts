import type { Config } from '../../../shared/config/schema'
import type { PlanChange } from '../../../shared/entities'
import { type Difference, diffSettings } from './diff-config'
import { valueTexts } from './value-text'

export type SettingChange = Extract<PlanChange, { kind: 'setting_changed' }>

/**
 * Read once, at a start: the listener is opened with the whole `server` block, and the files of conversations and answers are opened
 * where `memory` says. All else is read whenever it is needed, or told to whoever works by it after a change.
 */
export const isAtRestartOnly = (path: string): boolean =>
  path === 'server' ||
  path.startsWith('server.') ||
  path === 'memory' ||
  path === 'memory.enabled' ||
  path === 'memory.storage_path'

const overlaps = (a: string, b: string) => a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`)

const differsAt = (differences: readonly Difference[], path: string) =>
  differences.some(each => overlaps(each.path, path))

/** Values outside the nodes that are to be others. Configurations without secrets; `before`: as applied, else the defaults. */
export function settingChanges(
  desired: Config,
  before: Config,
  inForce: Config | null,
  waiting: readonly Difference[] | null,
): SettingChange[] {
  const applied = diffSettings(before, desired)
  const running = inForce === null ? null : diffSettings(inForce, desired)
  // In force is something else than what was applied, though the file says the same again.
  const strayed = (running ?? []).filter(({ path }) => !isAtRestartOnly(path) && !differsAt(applied, path))
  return [...applied, ...strayed].map(({ path, before: old, after }) => {
    const restart = isAtRestartOnly(path)
    const open = restart ? waiting : running
    return {
      id: `setting/${path}`,
      cause: 'file',
      inForce: open !== null && !differsAt(open, path),
      kind: 'setting_changed',
      path,
      ...valueTexts(old, after),
      restart,
    }
  })
}
