import { type FSWatcher, statSync, watch } from 'node:fs'
import { dirname } from 'node:path'

export interface WatchTimings {
  /** Milliseconds without further events until the file is looked at; editors write in several steps. */
  debounceMs: number
  /** Milliseconds between looks without any event: network shares and some editors cause none. */
  pollMs: number
}

/**
 * Calls `onChange` after one of the files may have changed, until the signal aborts. The first one's directory is watched, not the
 * file: editors replace files, and a watched file that was replaced is never heard of again. Where the others are elsewhere, or
 * `paths` names other ones by then, they are looked at only.
 */
export function watchFiles(
  paths: () => readonly string[],
  onChange: () => void,
  timings: WatchTimings,
  signal: AbortSignal,
): void {
  if (signal.aborted) return
  const [first = ''] = paths()
  const look = () => paths().map(fingerprint).join('\n')
  let seen = look()
  let settling: NodeJS.Timeout | undefined
  const settle = () => {
    clearTimeout(settling)
    settling = setTimeout(() => {
      seen = look()
      onChange()
    }, timings.debounceMs).unref()
  }
  const poll = setInterval(() => {
    if (look() !== seen) settle()
  }, timings.pollMs).unref()
  const watcher = watchDirectory(dirname(first), settle)
  // It may have changed since the caller read it.
  settle()
  signal.addEventListener(
    'abort',
    () => {
      clearTimeout(settling)
      clearInterval(poll)
      watcher?.close()
    },
    { once: true },
  )
}

function watchDirectory(directory: string, onEvent: () => void): FSWatcher | null {
  try {
    const watcher = watch(directory, { persistent: false }, onEvent)
    // The directory went away, or the system ran out of watches: polling goes on.
    watcher.on('error', () => watcher.close())
    return watcher
  } catch {
    return null
  }
}

/** Follows a symbolic link, so a change of its target counts. Called by timers: never throws. */
function fingerprint(path: string): string {
  try {
    const stat = statSync(path, { throwIfNoEntry: false })
    return stat === undefined ? 'absent' : `${stat.ino} ${stat.size} ${stat.mtimeMs} ${stat.ctimeMs}`
  } catch (error) {
    // No permission, links in a circle, a share that went away: a state of the file like any other.
    return String(error)
  }
}
