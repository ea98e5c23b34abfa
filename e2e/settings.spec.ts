import { execFileSync } from 'node:child_process'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { connectTwoHosts, type TwoHosts } from '../src/core/coordination/discovery/testing/network-namespaces'
import { sharingRecipe } from '../src/renderer/features/settings/sharing-recipe'
import { expect, expectAccessible, test } from './app'
import { cli } from './cluster-fixture'
import { standIn } from './contract-double'

const token = 'never-to-be-seen-1234'
/** With a node, so that it is no first run; it is never asked. */
const cluster =
  'cluster:\n  local:\n    enabled: false\n  nodes:\n    - name: away\n      url: http://127.0.0.1:9\n      enabled: false\n'
const file = `# my machines\nserver:\n  port: 0\n  auth_token: ${token}  # to be moved\n${cluster}`

async function newHome(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'harombe-e2e-'))
}

const goTo = (page: Page, hash: string) => page.goto(`${new URL(page.url()).origin}/${hash}`)

async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const overflow = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth')
  expect(overflow, 'the page scrolls sideways').toBe(0)
}

test('settings and harombe.yaml, in two languages and themes, down to a phone’s width', async ({
  open,
  cleanUp,
}) => {
  const home = await newHome()
  cleanUp(() => rm(home, { recursive: true, force: true }))
  const path = join(home, 'harombe.yaml')
  await writeFile(path, file)
  const { page } = await open(home)
  const html = page.locator('html')

  await test.step('the language changes under the hands of whoever chooses it', async () => {
    await goTo(page, '#/settings')
    const language = page.getByRole('combobox', { name: 'Language' })
    await language.focus()
    await language.selectOption('Deutsch')
    await expect(page.getByRole('heading', { name: 'Einstellungen', level: 1 })).toBeVisible()
    await expect(html).toHaveAttribute('lang', 'de')
    await expect(page.getByRole('combobox', { name: 'Sprache' })).toBeFocused()
    await page.setViewportSize({ width: 360, height: 740 })
    await expectAccessible(page)
    await expectNoSidewaysScroll(page)
    await goTo(page, '#/settings/sharing')
    await expect(page.getByText('Nur dieser Rechner kann harombe öffnen')).toBeVisible()
    await expectNoSidewaysScroll(page)
    await goTo(page, '#/config')
    await expect(page.getByRole('heading', { name: 'Konfiguration' })).toBeVisible()
    await expectNoSidewaysScroll(page)
    await goTo(page, '#/settings')
    await page.getByRole('combobox', { name: 'Sprache' }).selectOption('English')
    await page.setViewportSize({ width: 900, height: 600 })
  })

  await test.step('a theme and a notification are kept over a reload', async () => {
    await page.getByRole('radio', { name: 'Dark' }).click()
    await expect(html).toHaveAttribute('data-theme', 'dark')
    await expect(page.locator('meta[name="theme-color"][media="all"]')).toHaveAttribute('content', '#121316')
    const nodes = page.getByRole('switch', { name: 'A node went away or came back' })
    await nodes.press('Space')
    await expect(nodes).not.toBeChecked()
    await page.reload()
    await expect(nodes).not.toBeChecked()
    await expect(page.getByRole('radio', { name: 'Dark' })).toBeChecked()
    await expectAccessible(page)
    const kept = JSON.parse(await readFile(join(home, 'preferences.json'), 'utf8'))
    expect(kept).toMatchObject({ theme: 'dark', language: 'en', notifications: { nodes: false } })
  })

  await test.step('every section can be read by everybody', async () => {
    for (const section of ['Shortcuts', 'Sharing', 'About']) {
      await page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name: section }).click()
      await expect(page.getByRole('heading', { level: 2 }).first()).toBeVisible()
      await expectAccessible(page)
    }
    await page.getByRole('button', { name: 'Show licences' }).click()
    await page.getByRole('button', { name: /^react \d/ }).click()
    await expect(page.getByText('Permission is hereby granted').first()).toBeVisible()
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.getByRole('button', { name: 'Copy report' }).click()
    await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible()
    const report = await page.evaluate('navigator.clipboard.readText()')
    expect(report).toContain('### harombe')
    expect(report).not.toContain(home)
  })

  await test.step('what a browser cannot do is not there', async () => {
    await goTo(page, '#/settings/desktop')
    await expect(page.getByRole('combobox', { name: 'Language' })).toBeVisible()
    await expect(page.getByRole('link', { name: 'This computer' })).toHaveCount(0)
  })

  await test.step('harombe.yaml is shown without its secret, and what is wrong at its line', async () => {
    await goTo(page, '#/config')
    await expect(page.getByText('1 secret stands in the file in the clear')).toBeVisible()
    await expectAccessible(page)
    await page.getByRole('radio', { name: 'Text' }).click()
    const text = page.getByRole('textbox', { name: 'The text of harombe.yaml' })
    await expect(text).toContainText('auth_token: hidden  # to be moved')
    await expect(page.getByText('Saved, in force')).toBeVisible()
    await expectAccessible(page)
    await writeFile(path, file.replace('port: 0', 'port: none'))
    const problem = page.getByRole('region', { name: 'Problems' }).getByRole('button', { name: 'Line 3' })
    await expect(problem).toContainText('"none" is not a number')
    await expect(page.getByText('Saved, not in force')).toBeVisible()
    await problem.click()
    await expect(text).toBeFocused()
    await expectAccessible(page)
    expect(await page.content()).not.toContain(token)
    await writeFile(path, file)
    await expect(page.getByText('Saved, in force')).toBeVisible()
  })

  await test.step('the page can be installed', async () => {
    const browser = await page.context().newCDPSession(page)
    const { errors } = await browser.send('Page.getAppManifest')
    expect(errors).toEqual([])
    const { installabilityErrors } = await browser.send('Page.getInstallabilityErrors')
    // A context of a test is like a private window, in which nothing is installed.
    const serious = installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')
    expect(serious).toEqual([])
  })

  await test.step('the desktop app has its own section', async () => {
    await standIn(page, {
      'system.getInfo': {
        version: '1.2.3',
        capabilities: ['openFolder', 'desktop'],
        configPath: path,
        dataDirectory: home,
        endpoint: null,
        configProblem: null,
        storageProblem: null,
        firstRun: false,
      },
      'desktop.watchDesktop': {
        openAtLogin: false,
        quickAsk: { keys: null, problem: 'Another program has these keys.' },
        update: { state: 'ready', version: '2.0.0' },
        crash: { at: Date.UTC(2026, 10, 22), report: 'Error: it broke' },
        logsDirectory: join(home, 'logs'),
        asksForLocalNetwork: true,
      },
    })
    await goTo(page, '#/settings/desktop')
    await expect(page.getByText('harombe 2.0.0 is ready')).toBeVisible()
    await expect(page.getByText('Another program has these keys.')).toBeVisible()
    await page.getByRole('button', { name: 'What happened' }).click()
    await expect(page.getByText('Error: it broke')).toBeVisible()
    const record = page.getByRole('button', { name: 'Change', exact: true })
    await record.focus()
    await page.keyboard.press('Enter')
    await page.keyboard.press('j')
    await expect(page.getByRole('alert')).toContainText('Hold Ctrl, Alt')
    await page.keyboard.press('Control+Alt+j')
    await expect(page.getByRole('button', { name: 'Change', exact: true })).toBeFocused()
    await expect
      .poll(async () => JSON.parse(await readFile(join(home, 'preferences.json'), 'utf8')).quickAskKeys)
      .toBe('CommandOrControl+Alt+J')
    await expectAccessible(page)
    await page.setViewportSize({ width: 360, height: 740 })
    await expectNoSidewaysScroll(page)
  })
})

/** `harombe serve` on the first host; resolves with what it prints. */
async function serveOn(net: TwoHosts, home: string) {
  const child = net.run(net.hosts[0], process.execPath, [cli, 'serve', '--json'], { HAROMBE_HOME: home })
  const exited = new Promise<void>(resolve => child.once('close', () => resolve()))
  const info = await new Promise<{ url: string }>((resolve, reject) => {
    let output = ''
    child.stdout?.on('data', chunk => {
      output += String(chunk)
      if (output.includes('\n')) resolve(JSON.parse(output.slice(0, output.indexOf('\n'))))
    })
    void exited.then(() => reject(new Error(`harombe serve ended: ${output}`)))
  })
  return {
    info,
    async stop() {
      child.kill('SIGTERM')
      await exited
    },
  }
}

test('a phone on the same network logs in once with the code that is shown', async ({
  cleanUp,
}, testInfo) => {
  const { net, reason } = connectTwoHosts()
  testInfo.skip(net === null, reason ?? '')
  if (net === null) return
  cleanUp(net.remove)
  const home = await newHome()
  cleanUp(() => rm(home, { recursive: true, force: true }))
  // Exactly what the page says to do.
  const recipe = sharingRecipe(home, 'clear')
  execFileSync('sh', ['-c', recipe.token])
  await writeFile(join(home, 'harombe.yaml'), `${recipe.yaml}${cluster}`)
  const host = await serveOn(net, home)
  cleanUp(host.stop)

  // A browser that lives on the other host, as a phone does.
  const [own, phone] = net.hosts
  const wrapper = join(home, 'browser-on-phone')
  const program = process.env.HAROMBE_BROWSER ?? chromium.executablePath()
  await writeFile(wrapper, `#!/bin/sh\nexec ip netns exec ${phone.name} '${program}' "$@"\n`)
  await chmod(wrapper, 0o700)
  const browser = await chromium.launch({
    executablePath: wrapper,
    args: ['--disable-gpu', '--no-first-run', '--disable-background-networking', '--no-sandbox'],
  })
  cleanUp(() => browser.close())
  const origin = `http://${own.address}:8000`

  // The one who shares sits at another machine too: over plain http there is no clipboard but by selection.
  const sharer = await (await browser.newContext()).newPage()
  await sharer.goto(`${origin}/${new URL(host.info.url).hash}`)
  await expect(sharer.getByRole('textbox').first()).toBeVisible()
  await goTo(sharer, '#/settings/sharing')
  await expect(sharer.getByText('Other machines can open harombe')).toBeVisible()
  await expect(sharer.getByText('Not encrypted')).toBeVisible()
  await sharer.getByRole('button', { name: 'Show the code' }).click()
  await expect(sharer.getByRole('img', { name: `QR code that opens ${own.address}` })).toBeVisible()
  await expect(sharer.getByText('Works once, for another')).toBeVisible()
  await expectAccessible(sharer)
  await sharer.getByRole('button', { name: 'Copy the link' }).click()
  await expect(sharer.getByRole('button', { name: 'Copied' })).toBeVisible()
  await goTo(sharer, '#/chat')
  const box = sharer.getByRole('textbox', { name: 'Your message' })
  await box.press('Control+v')
  const link = await box.inputValue()
  expect(link.replace(/[\w-]{22}$/, '')).toBe(`${origin}/#code=`)

  const onPhone = { viewport: { width: 360, height: 640 }, isMobile: true, hasTouch: true }
  const first = await (await browser.newContext(onPhone)).newPage()
  await first.goto(link)
  await expect(first.getByRole('textbox', { name: 'Your message' })).toBeVisible()
  expect(first.url(), 'the code stays in no history').not.toContain('code=')
  await expectNoSidewaysScroll(first)

  const second = await (await browser.newContext(onPhone)).newPage()
  await second.goto(link)
  await expect(second.getByRole('textbox', { name: 'Link or code' })).toBeVisible()
})
