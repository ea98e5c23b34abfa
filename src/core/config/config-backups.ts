import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'
import { type OverlayRead, overlayPath, readBytes, readOverlays } from './config-sources'
import { createPrivateDirectory, replacePrivateFile } from './private-files'

const keptCopies = 5

/** A file as it was, with the overlays that lay over it. */
export interface ConfigCopy {
  path: string
  bytes: Uint8Array
  overlays: OverlayRead[]
}

export interface ConfigBackups {
  /** Newest first; what cannot be read is left out. */
  list(): ConfigCopy[]
  isEmpty(): boolean
  /** Keeps a copy unless the newest one is the same. A failure is no reason to stop: it is swallowed. */
  keep(content: string, overlays: readonly OverlayRead[]): void
  /** Every copy, overlays among them, becomes what `change` makes of it. @throws what the file system throws */
  rewrite(change: (text: string) => string): void
}

function filesIn(directory: string): string[] {
  try {
    return readdirSync(directory)
  } catch {
    // There are none yet, or nobody may look.
    return []
  }
}

/**
 * The last good versions of a file, in the private folder `backups` beside it: `harombe-1730000000000.yaml`, and of its overlays
 * `harombe-1730000000000.home.yaml`.
 */
export function createConfigBackups(
  path: string,
  now: () => number,
  overlaysOfRun: readonly string[] | undefined,
): ConfigBackups {
  const directory = join(dirname(path), 'backups')
  const extension = extname(path)
  const prefix = `${basename(path, extension)}-`
  const numberOf = (file: string) => Number(file.slice(prefix.length, file.length - extension.length))
  const ours = () => filesIn(directory).filter(file => file.startsWith(prefix) && file.endsWith(extension))
  const paths = () =>
    ours()
      .filter(file => Number.isSafeInteger(numberOf(file)))
      .sort((a, b) => numberOf(b) - numberOf(a))
      .map(file => join(directory, file))
  const read = (place: string): ConfigCopy[] => {
    const found = readBytes(place)
    if ('error' in found || !found.exists) return []
    return [{ path: place, bytes: found.bytes, overlays: readOverlays(place, found.bytes, overlaysOfRun) }]
  }
  const isSame = (copy: ConfigCopy, content: string, overlays: readonly OverlayRead[]) =>
    Buffer.from(copy.bytes).equals(Buffer.from(content)) &&
    copy.overlays.length === overlays.length &&
    copy.overlays.every(({ name, bytes }, index) => {
      const other = overlays[index]
      return (
        other?.name === name &&
        bytes !== null &&
        other.bytes !== null &&
        Buffer.from(bytes).equals(other.bytes)
      )
    })
  /** With its overlays, whatever their names. */
  const remove = (place: string) => {
    const stem = basename(place, extension)
    for (const file of ours()) if (file.startsWith(`${stem}.`)) rmSync(join(directory, file), { force: true })
  }
  return {
    list: () => paths().flatMap(read),
    isEmpty: () => paths().length === 0,
    keep(content, overlays) {
      try {
        const [newest] = paths()
        if (newest !== undefined && read(newest).some(copy => isSame(copy, content, overlays))) return
        createPrivateDirectory(directory)
        // Above the newest even when the clock was set back, so that the order stays that of writing.
        const number = Math.max(now(), newest === undefined ? 0 : numberOf(basename(newest)) + 1)
        const copy = join(directory, `${prefix}${number}${extension}`)
        // The file itself comes last: a copy without its overlays would be another configuration.
        for (const { name, bytes } of overlays) {
          if (bytes !== null) replacePrivateFile(overlayPath(copy, name), bytes)
        }
        replacePrivateFile(copy, content)
        for (const old of paths().slice(keptCopies)) remove(old)
      } catch {
        // A read-only folder: the configuration itself is fine.
      }
    },
    rewrite(change) {
      for (const file of ours()) {
        const place = join(directory, file)
        const text = readFileSync(place, 'utf8')
        const changed = change(text)
        if (changed !== text) replacePrivateFile(place, changed)
      }
    },
  }
}
