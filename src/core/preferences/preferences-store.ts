import { readFileSync, statSync } from 'node:fs'
import type { PreferenceChanges } from '../../shared/contract/preferences'
import { defaultPreferences, type Preferences, preferences } from '../../shared/entities'
import { HarombeError } from '../../shared/errors'
import { createLatestWatchers } from '../../shared/latest-watchers'
import { isMissingFile, replacePrivateFile } from '../config/private-files'

export interface PreferencesStoreOptions {
  /** Null keeps them in memory: for a command that leaves no trace. */
  path: string | null
  report(message: string, error: unknown): void
}

export interface PreferencesStore {
  current(): Preferences
  /** @throws HarombeError STORAGE_FAILED when they could not be written; they hold until the end of the process then */
  update(changes: PreferenceChanges): Preferences
  /** As they are, now and after every change, until the signal fires. */
  watch(signal: AbortSignal): AsyncIterable<Preferences>
}

const mostBytes = 262_144

/** A file that cannot be read costs the preferences, never the start. */
function read({ path, report }: PreferencesStoreOptions): Preferences {
  if (path === null) return defaultPreferences
  try {
    if (statSync(path).size > mostBytes) throw new Error('the file is too large to be preferences')
    return preferences.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch (error) {
    if (!isMissingFile(error)) report('the preferences cannot be read; the defaults are used', error)
    return defaultPreferences
  }
}

const changed = (before: Preferences, changes: PreferenceChanges): Preferences =>
  preferences.parse({
    ...before,
    ...Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)),
  })

/** Preferences in a file of their own: the app writes it at a click, so it is none that a person keeps comments in. */
export function createPreferencesStore(options: PreferencesStoreOptions): PreferencesStore {
  const { path } = options
  const watchers = createLatestWatchers()
  let kept = read(options)
  return {
    current: () => kept,
    update(changes) {
      kept = changed(kept, changes)
      watchers.changed()
      if (path === null) return kept
      try {
        replacePrivateFile(path, `${JSON.stringify(kept, null, 2)}\n`)
      } catch (cause) {
        throw new HarombeError('STORAGE_FAILED', 'The preferences could not be kept.', {
          hint: 'They hold until harombe ends. Check that the disk is not full.',
          cause,
        })
      }
      return kept
    },
    watch: signal => watchers.watch(() => kept, signal),
  }
}
