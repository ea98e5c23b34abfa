import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Translate } from '../shared/texts/translator'
import type { Log } from './log'

export interface CloseHintOptions {
  /** Exists once the hint was given. */
  markerPath: string
  platform: NodeJS.Platform
  notify(text: { title: string; body: string }): void
  t: Translate
  log: Log
}

/** Says once, ever, that closing the window does not end the app. */
export function createCloseHint({ markerPath, platform, notify, t, log }: CloseHintOptions): () => void {
  let given = existsSync(markerPath)
  return () => {
    if (given) return
    given = true
    const place = platform === 'darwin' ? 'menuBar' : 'tray'
    notify({ title: t('desktop.closeHint.title'), body: t(`desktop.closeHint.${place}`) })
    try {
      mkdirSync(dirname(markerPath), { recursive: true })
      writeFileSync(markerPath, '')
    } catch (error) {
      log.warn({ err: error }, 'could not remember that the close hint was given')
    }
  }
}
