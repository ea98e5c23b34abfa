import { writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright'
import { percentile, printRows, type Row, row } from '../measure'
import { longChat, writeMemory } from '../memory-data'
import { fillRequestLog } from '../request-log'
import { type BenchHost, benchQuestion, startBenchHost } from './host'
import { readInitialScripts } from './initial-scripts'
import { heapBytes, scrollThrough, watchPage } from './watch-page'

const tokensPerSecond = 500
/** About four tokens a line: prose, a list, code, a table and formulas, some 2,500 tokens in all. */
const part = [
  '## A part of the answer\n',
  'Words with **weight**, `names`, a [link](https://example.org) and $x_i^2 + y_i^2$, as models write them. '.repeat(
    4,
  ),
  '\n\n1. one thing\n2. another with `code`\n3. a third\n\n```ts\n',
  'const value = compute(first, second) // a line of code\n'.repeat(12),
  '```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n\n$$\n\\sum_{i=1}^n i = \\frac{n(n+1)}{2}\n$$\n\n',
].join('')
const ending = 'That was the whole answer.'
const answer = `${part.repeat(7)}${ending}`

const box = (page: Page) => page.getByRole('textbox', { name: 'Your message' })

async function openChat(page: Page, host: BenchHost): Promise<number> {
  await page.goto(`${new URL(host.url).origin}/#/chat`)
  await box(page).waitFor()
  // Time in which pages are fetched ahead.
  await page.waitForTimeout(4_000)
  const startedAt = await page.evaluate<number>('performance.now()')
  await page.evaluate(`location.hash = '#/chat/${longChat}'`)
  await page.locator('[data-message]').nth(7).waitFor()
  return (await page.evaluate<number>('performance.now()')) - startedAt
}

/** In pages opened after the first, which logs the browser in. */
async function firstPaint(context: BrowserContext, host: BenchHost): Promise<number> {
  const samples: number[] = []
  for (let round = 0; round < 5; round += 1) {
    const page = await context.newPage()
    await page.goto(`${new URL(host.url).origin}/#/chat`)
    await box(page).waitFor()
    samples.push(
      await page.evaluate<number>(
        `performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN`,
      ),
    )
    await page.close()
  }
  return percentile(samples, 0.5)
}

async function benchStream(browser: Browser, out: string): Promise<Row[]> {
  const host = await startBenchHost({
    ...{ out, answer, tokensPerSecond, absentNodes: 0 },
    prepare: home => void writeMemory(join(home, 'memory.db'), 600, 500),
  })
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  try {
    const page = await context.newPage()
    await page.goto(host.url)
    await box(page).waitFor()
    const paint = await firstPaint(context, host)
    const session = await context.newCDPSession(page)
    await openChat(page, host)
    const ask = async () => {
      const before = await page.getByText(ending).count()
      await box(page).fill(benchQuestion)
      await box(page).press('Enter')
      await page.getByText(ending).nth(before).waitFor({ timeout: 60_000 })
    }
    const stream = await watchPage(page, session, () => ask())
    const heap = await heapBytes(session)
    for (let further = 0; further < 3; further += 1) await ask()
    const grown = (await heapBytes(session)) - heap
    return [
      row('first paint on loopback, median of 5', paint, 'ms', 1000),
      row('stream into 500 messages: long tasks', stream.longTasks, 'tasks', 0),
      row('stream into 500 messages: longest task', stream.longestTaskMs, 'ms', 50),
      row('stream into 500 messages: frames dropped', stream.droppedFrames, 'frames'),
      row('stream into 500 messages: frame time p95', stream.frameP95Ms, 'ms'),
      row('stream into 500 messages: main thread', stream.cpuSeconds, 's'),
      row('stream into 500 messages: duration', stream.seconds, 's'),
      row('heap after one streamed answer', heap / 1e6, 'MB'),
      row('heap grown per further answer', grown / 3 / 1e6, 'MB'),
    ]
  } finally {
    await context.close()
    await host.stop()
  }
}

async function benchSize(browser: Browser, out: string): Promise<Row[]> {
  const host = await startBenchHost({
    ...{ out, answer: ending, tokensPerSecond, absentNodes: 999 },
    prepare(home) {
      writeMemory(join(home, 'memory.db'), 10_100, 10_000)
      fillRequestLog(join(home, 'requests.db'))
    },
  })
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  try {
    const page = await context.newPage()
    await page.goto(host.url)
    await box(page).waitFor()
    const session = await context.newCDPSession(page)
    const rows: Row[] = [row('open a chat of 10,000 messages', await openChat(page, host), 'ms', 100)]
    for (const [what, address] of [
      ['1,000 nodes', 'cluster'],
      ['100,000 activity rows', 'activity'],
    ] as const) {
      await page.evaluate(`location.hash = '#/${address}'`)
      await page.waitForTimeout(3_000)
      let gone = 0
      const seen = await watchPage(page, session, async () => {
        gone = await scrollThrough(page, 60, 4_000)
      })
      if (gone < 2_000) throw new Error(`${what}: nothing scrolled (${gone} px)`)
      rows.push(
        row(`scroll ${what}: frame time p95`, seen.frameP95Ms, 'ms', 17),
        row(`scroll ${what}: frames dropped in 4 s`, seen.droppedFrames, 'frames'),
        row(`scroll ${what}: longest task`, seen.longestTaskMs, 'ms', 50),
      )
    }
    return rows
  } finally {
    await context.close()
    await host.stop()
  }
}

/** Measures the built page in `out` in the browser at `executablePath`, prints a table and writes ui-bench-results.json. */
export async function benchUi(out: string, executablePath: string): Promise<void> {
  const { total } = readInitialScripts(join(out, 'renderer'))
  const rows = [row('initial scripts, gzip', total / 1000, 'kB', 300)]
  const browser = await chromium.launch({
    executablePath,
    args: ['--disable-gpu', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
  })
  try {
    rows.push(...(await benchStream(browser, out)), ...(await benchSize(browser, out)))
    printRows(rows)
    const machine = {
      processor: cpus()[0]?.model ?? 'unknown',
      cores: cpus().length,
      memoryGb: Math.round(totalmem() / 1e9),
      platform: process.platform,
      node: process.version,
      browser: browser.version(),
    }
    writeFileSync('ui-bench-results.json', `${JSON.stringify({ machine, rows }, null, 2)}\n`)
  } finally {
    await browser.close()
  }
  process.stdout.write('\nWritten to ui-bench-results.json. Frames are drawn without a graphics card here.\n')
}
