import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Log } from './log'

export interface CloseHintOptions {
  /** Exists once the hint was given. */
  markerPath: string
  platform: NodeJS.Platform
  notify(text: { title: string; body: string }): void
  log: Log
}

/** Says once, ever, that closing the window does not end the app. */
export function createCloseHint({ markerPath, platform, notify, log }: CloseHintOptions): () => void {
  let given = existsSync(markerPath)
  return () => {
    if (given) return
    given = true
    const place = platform === 'darwin' ? 'menu bar' : 'tray'
    notify({
      title: 'harombe keeps running',
      body: `It answers your machines from the ${place}. To end it, choose Quit there.`,
    })
    try {
      mkdirSync(dirname(markerPath), { recursive: true })
      writeFileSync(markerPath, '')
    } catch (error) {
      log.warn({ err: error }, 'could not remember that the close hint was given')
    }
  }
}
