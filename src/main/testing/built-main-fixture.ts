import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, vi } from 'vitest'
import { type BuiltMain, type LaunchOptions, launchBuiltMain } from './launch-built-main'

/** The built app takes its time on a machine that is busy with other tests. */
export const patience = { timeout: 15_000, interval: 50 }

export interface BuiltMainFixture {
  /** Of the test that runs. */
  dataDirectory(): string
  /** Ended after the test. */
  launch(options?: Partial<LaunchOptions>): BuiltMain
}

/** Gives each test of a file a data directory of its own, and ends what it launches. */
export function setUpBuiltMain(): BuiltMainFixture {
  let directory = ''
  const running: BuiltMain[] = []
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'harombe-desktop-'))
    // Any free port, and a backend nobody runs: the test must not depend on what this machine serves.
    writeFileSync(
      join(directory, 'harombe.yaml'),
      'server:\n  port: 0\nollama:\n  host: http://127.0.0.1:9\ncluster:\n  local:\n    enabled: false\n',
    )
  })
  afterEach(async () => {
    await Promise.all(running.splice(0).map(main => main.kill()))
    rmSync(directory, { recursive: true, force: true })
  })
  return {
    dataDirectory: () => directory,
    launch(options = {}) {
      const main = launchBuiltMain({ dataDirectory: directory, ...options })
      running.push(main)
      return main
    },
  }
}

export const untilTooltip = (main: BuiltMain, text: RegExp) =>
  vi.waitFor(async () => expect((await main.ask('tray')).tooltip).toMatch(text), patience)
