import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot, run, say } from './bootstrap.mjs'

const installed = {
  linux: [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/snap/bin/chromium',
  ],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: [
    `${process.env.ProgramFiles}\\Google\\Chrome\\Application\\chrome.exe`,
    `${process.env['ProgramFiles(x86)']}\\Google\\Chrome\\Application\\chrome.exe`,
    `${process.env.LOCALAPPDATA}\\Google\\Chrome\\Application\\chrome.exe`,
  ],
}

async function playwrightBrowser() {
  const { chromium } = await import('playwright')
  const path = chromium.executablePath()
  return existsSync(path) ? path : null
}

/**
 * The Chromium that drives the end-to-end tests: `HAROMBE_BROWSER`, an installed one, Playwright's own, or one that is
 * installed now (Playwright's download, then apt as root on Debian).
 * @returns {Promise<string | null>}
 */
export async function findBrowser() {
  const named = process.env.HAROMBE_BROWSER
  if (named !== undefined) return existsSync(named) ? named : null
  const found = () => (installed[process.platform] ?? []).find(path => existsSync(path)) ?? null
  const early = found() ?? (await playwrightBrowser())
  if (early !== null) return early

  say('no Chromium found; trying to install one for the tests')
  const playwright = join(projectRoot, 'node_modules', 'playwright', 'cli.js')
  if (
    await run(process.execPath, [playwright, 'install', 'chromium'], { timeout: 5 * 60_000, stdio: 'ignore' })
  ) {
    const downloaded = await playwrightBrowser()
    if (downloaded !== null) return downloaded
  }
  if (process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    const quiet = { env, stdio: 'ignore', timeout: 10 * 60_000 }
    await run('apt-get', ['update', '-qq'], quiet)
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], quiet)
  }
  return found()
}
