import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { z } from 'zod'

const read = (path: string): unknown => JSON.parse(readFileSync(join(import.meta.dirname, path), 'utf8'))

const support = z
  .object({ supportedWeeks: z.int(), stableSince: z.record(z.string(), z.iso.date()) })
  .parse(read('electron-support.json'))
const manifest = z
  .object({ devDependencies: z.object({ electron: z.string().regex(/^\d+\.\d+\.\d+$/) }) })
  .parse(read('../package.json'))

const weekMs = 7 * 24 * 3_600_000

/** Why this version must not be shipped at that time; null when it may. */
function whyOutOfSupport(version: string, now: number): string | null {
  const [major = ''] = version.split('.')
  const since = support.stableSince[major]
  if (since === undefined) return `Electron ${major} is not listed in scripts/electron-support.json.`
  const end = Date.parse(since) + support.supportedWeeks * weekMs
  const day = new Date(end).toISOString().slice(0, 10)
  return now < end ? null : `Electron ${major} is out of support since about ${day}: update it.`
}

it('ships an Electron that still gets security fixes today', () => {
  expect(whyOutOfSupport(manifest.devDependencies.electron, Date.now())).toBeNull()
})

it('would refuse one whose time is over, and one nobody looked up', () => {
  expect(whyOutOfSupport('43.0.0', Date.parse('2026-11-23'))).toBeNull()
  expect(whyOutOfSupport('43.8.4', Date.parse('2026-12-16'))).toMatch(/since about 2026-12-16/)
  expect(whyOutOfSupport('42.9.0', Date.parse('2026-11-23'))).toMatch(/not listed/)
})
