import { existsSync } from 'node:fs'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import {
  _electron,
  type Browser,
  test as base,
  chromium,
  expect,
  type Locator,
  type Page,
} from '@playwright/test'
import { projectRoot, startCommand } from './cluster-fixture'

const chromiumArguments = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Chromium's sandbox does not run as root.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
]

export interface Look {
  width: number
  height: number
  colorScheme: 'light' | 'dark'
  /** Of the browser; American English unless it says so. */
  locale?: string
}

export interface OpenedApp {
  page: Page
  close(): Promise<void>
}

export type OpenApp = (home: string, look?: Look) => Promise<OpenedApp>

const defaultLook: Look = { width: 1280, height: 800, colorScheme: 'light' }

function electronPath(): string | null {
  const names: Partial<Record<NodeJS.Platform, string>> = {
    darwin: 'Electron.app/Contents/MacOS/Electron',
    win32: 'electron.exe',
  }
  const folder =
    process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(projectRoot, 'node_modules', 'electron', 'dist')
  const path = join(folder, names[process.platform] ?? 'electron')
  return existsSync(path) ? path : null
}

async function openInBrowser(browser: Browser, home: string, look: Look): Promise<OpenedApp> {
  const host = await startCommand(['serve'], home)
  const { width, height, colorScheme, locale = 'en-US' } = look
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme,
    locale,
    timezoneId: 'UTC',
  })
  const page = await context.newPage()
  // The page is there before it has handed its code in; a test that led away meanwhile would have no session.
  const loggedIn = page.waitForResponse(
    response => response.url().endsWith('/session') && response.request().method() === 'POST',
  )
  await page.goto(String(host.info.url))
  await loggedIn
  return {
    page,
    async close() {
      await context.close()
      await host.stop()
    },
  }
}

async function openInElectron(home: string, look: Look, executablePath: string): Promise<OpenedApp> {
  const app = await _electron.launch({
    executablePath,
    args: [projectRoot],
    env: { ...process.env, HAROMBE_HOME: home },
    colorScheme: look.colorScheme,
  })
  const page = await app.firstWindow()
  await page.setViewportSize({ width: look.width, height: look.height })
  return {
    page,
    close: () => app.close(),
  }
}

interface Fixtures {
  /** Messages of the console that a test provokes; null: none. Set with `test.use`. */
  provoked: RegExp | null
  /** Runs after the test, the last task first: what was started later stands on what was started before. */
  cleanUp(task: () => Promise<void> | void): void
  open: OpenApp
}

interface WorkerFixtures {
  /** One for all tests of a worker; each has a context of its own. */
  chromiumBrowser: () => Promise<Browser>
}

/** Gives each test `open`, which starts the app over a data directory, and fails the test on any console error. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  chromiumBrowser: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures a function needs from this pattern
    async ({}, use) => {
      const executablePath = process.env.HAROMBE_BROWSER
      const launched: Promise<Browser>[] = []
      const launch = () => {
        const browser = chromium.launch({
          args: chromiumArguments,
          ...(executablePath === undefined ? {} : { executablePath }),
        })
        launched.push(browser)
        return browser
      }
      // Not before the first test that wants one: the tests of Electron want none.
      await use(() => launched[0] ?? launch())
      for (const browser of await Promise.all(launched)) await browser.close()
    },
    { scope: 'worker' },
  ],
  provoked: [null, { option: true }],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures a function needs from this pattern
  cleanUp: async ({}, use) => {
    const tasks: (() => Promise<void> | void)[] = []
    await use(task => tasks.push(task))
    for (const task of tasks.toReversed()) await task()
  },
  open: async ({ chromiumBrowser, cleanUp, provoked }, use, testInfo) => {
    const host = testInfo.project.metadata.host
    const electron = electronPath()
    testInfo.skip(host === 'electron' && electron === null, 'the Electron binary is not on this machine')
    const problems: string[] = []
    await use(async (home, look = defaultLook) => {
      const app =
        host === 'electron' && electron !== null
          ? await openInElectron(home, look, electron)
          : await openInBrowser(await chromiumBrowser(), home, look)
      cleanUp(app.close)
      app.page.on('console', message => {
        const text = message.text()
        if (message.type() === 'error' && provoked?.test(text) !== true) problems.push(text)
      })
      app.page.on('pageerror', error => problems.push(error.message))
      return app
    })
    expect(problems, 'errors in the console').toEqual([])
  },
})

/** WCAG 2.2 AA, the whole page as it is now. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    // Without it axe sums up in a page of its own, which takes the focus from this window: open menus close then.
    .setLegacyMode()
    .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
    .analyze()
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html).join(' | ')}`)
  expect(found, 'accessibility violations').toEqual([])
}

/** The answers of the open conversation, oldest first. */
export function answersOf(page: Page): Locator {
  const heading = page.getByRole('heading', { name: 'Answer', level: 2, exact: true })
  return page.getByRole('article').filter({ has: heading })
}

export async function ask(page: Page, text: string): Promise<void> {
  const box = page.getByRole('textbox', { name: 'Your message' })
  await box.click()
  await box.pressSequentially(text, { delay: 2 })
  await box.press('Enter')
}

export { expect }
