import { createHash } from 'node:crypto'
import { join, resolve } from 'node:path'
import type { Config } from '../../../shared/config/schema'
import { readOverlays, resolveRead } from '../config-sources'
import { createConfigHistory } from '../history/config-history'
import type { ConfigHistory } from '../history/types'
import { type AppliedFile, createAppliedBook } from './applied-book'
import { createApplyJournal, createForgetfulJournal } from './apply-journal'
import { restoreSecrets } from './restore-secrets'
import { secretValues } from './secret-values'
import type { ApplyJournal } from './types'

export interface ConfigStores {
  book: AppliedFile
  history: ConfigHistory
  journal: ApplyJournal
  /** What is in force of what was applied, secrets as they stood in the file; null: nothing was applied. */
  applied(): Config | null
}

export interface ConfigStoresOptions {
  configPath: string
  dataDirectory: string
  /** Overlays of this run, which win over those the file names. */
  overlays?: readonly string[] | undefined
  /** false: nothing is written, for a command without a coordinator. */
  keeps: boolean
  /** Milliseconds since the epoch. */
  now(): number
  /** What is in force now. */
  inForce(): Config
  report(error: unknown): void
}

/** Older texts are unlikely to have what is looked for. */
const textsSearched = 20

/** What is kept about one harombe.yaml: two files in one data directory have nothing in common. */
export function openConfigStores({
  configPath,
  dataDirectory,
  overlays,
  keeps,
  now,
  inForce,
  report,
}: ConfigStoresOptions): ConfigStores {
  const key = createHash('sha256').update(resolve(configPath)).digest('hex').slice(0, 16)
  const directory = join(dataDirectory, 'config', key)
  const book = createAppliedBook({ path: join(directory, 'applied.json'), now, inForce, report, keeps })
  const history = createConfigHistory({
    directory: join(directory, 'versions'),
    now,
    read: text => resolveRead(text, readOverlays(configPath, text, overlays)).config,
    report,
    keeps,
  })
  function* textsOfHistory(): Iterable<string> {
    for (const { version } of history.list(null).slice(0, textsSearched)) yield history.textOf(version).text
  }
  return {
    book,
    history,
    journal: keeps ? createApplyJournal(join(directory, 'apply.ndjson'), report) : createForgetfulJournal(),
    applied() {
      const inForce = book.inForce()
      if (inForce === null) return null
      const secretsDirectory = join(dataDirectory, 'secrets')
      const values = () => secretValues({ configPath, overlays, secretsDirectory, texts: textsOfHistory })
      return restoreSecrets(inForce, book.fingerprint, values)
    },
  }
}
