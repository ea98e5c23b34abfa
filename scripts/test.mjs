/**
 * Everything that has to hold: static checks, unit and contract tests, then the end-to-end tests in a browser. Prints one
 * closing line over all of it. `npm test -- --unit`, `--e2e` or `--checks` runs one part.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureReady, projectRoot } from './bootstrap.mjs'

await ensureReady()
const { runChecks } = await import('./checks.mjs')
const { findBrowser } = await import('./browser.mjs')
const { ensureTestEngine } = await import('./engine-for-tests.mjs')

const parts = ['--checks', '--unit', '--e2e']
const chosen = parts.filter(part => process.argv.includes(part))
const wants = part => chosen.length === 0 || chosen.includes(part)
const rest = process.argv.slice(2).filter(argument => !parts.includes(argument))

const reports = mkdtempSync(join(tmpdir(), 'harombe-test-'))
const total = { passed: 0, failed: 0, skipped: 0 }
const add = counts => {
  for (const key of Object.keys(total)) total[key] += counts[key] ?? 0
}
const heading = text => process.stdout.write(`\n── ${text}\n`)

function runNode(args, env = {}) {
  return spawnSync(process.execPath, args, {
    cwd: projectRoot,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env },
  }).status
}

/** A runner that died before it wrote its report has failed, whatever it printed. */
function readReport(path, count) {
  if (!existsSync(path)) return { failed: 1 }
  return count(JSON.parse(readFileSync(path, 'utf8')))
}

const specsOf = suite => [...(suite.suites ?? []).flatMap(specsOf), ...(suite.specs ?? [])]

const flakyTitles = suites =>
  suites
    .flatMap(specsOf)
    .filter(({ tests }) => tests.some(({ status }) => status === 'flaky'))
    .map(({ title }) => title)

/** Why tests were skipped, each reason once: nothing is passed over in silence. */
function skipReasons(suites) {
  const tests = suites.flatMap(specsOf).flatMap(spec => spec.tests)
  const skipped = tests.filter(({ status }) => status === 'skipped')
  return new Set(
    skipped.flatMap(({ annotations }) =>
      annotations.map(({ description }) => description ?? 'no reason given'),
    ),
  )
}

if (wants('--checks')) {
  heading('checks')
  add(runChecks())
}

if (wants('--unit')) {
  heading('unit, contract and integration tests')
  const engine = ensureTestEngine()
  const report = join(reports, 'vitest.json')
  const status = runNode(
    [
      join(projectRoot, 'node_modules', 'vitest', 'vitest.mjs'),
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...rest,
    ],
    { HAROMBE_ENGINE_DIR: engine.folder },
  )
  if (engine.problem !== null) {
    process.stdout.write(`skipped: tests of the embedded engine, which is not installed: ${engine.problem}\n`)
  }
  const counts = readReport(report, json => ({
    passed: json.numPassedTests,
    failed: json.numFailedTests,
    skipped: json.numPendingTests + (json.numTodoTests ?? 0),
  }))
  // An unhandled error or a file that does not load fails the run without failing a test.
  if (status !== 0 && counts.failed === 0) counts.failed = 1
  add(counts)
}

if (wants('--e2e')) {
  heading('end-to-end tests')
  const browser = await findBrowser()
  if (browser === null) {
    process.stdout.write(
      'FAIL no Chromium to drive: install Chromium or Chrome, or set HAROMBE_BROWSER to its path\n',
    )
    add({ failed: 1 })
  } else {
    process.stdout.write(`browser: ${browser}\n`)
    const report = join(reports, 'playwright.json')
    const status = runNode(
      [
        join(projectRoot, 'node_modules', '@playwright', 'test', 'cli.js'),
        'test',
        '--config=e2e/playwright.config.ts',
        '--reporter=list,json',
        ...rest,
      ],
      { HAROMBE_BROWSER: browser, PLAYWRIGHT_JSON_OUTPUT_NAME: report },
    )
    const counts = readReport(report, ({ stats, suites }) => {
      for (const reason of skipReasons(suites)) process.stdout.write(`skipped: ${reason}\n`)
      for (const title of flakyTitles(suites)) process.stdout.write(`passed on the second try: ${title}\n`)
      return { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped }
    })
    if (status !== 0 && counts.failed === 0) counts.failed = 1
    add(counts)
  }
}

rmSync(reports, { recursive: true, force: true })
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : ''
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed${skipped}\n`)
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1)
