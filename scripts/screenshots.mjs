/** Takes the pictures of the README from the demo cluster: `node scripts/screenshots.mjs`. Everything in them is simulated. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ensureReady, fail, projectRoot } from './bootstrap.mjs'

await ensureReady()
const { findBrowser } = await import('./browser.mjs')
const { chromium } = await import('playwright')
const { picturePlan } = await import('./picture-plan.mjs')

const executablePath = await findBrowser()
if (executablePath === null) fail('no Chromium to take pictures with')
const host = spawn(process.execPath, [join(projectRoot, 'out', 'main', 'cli.js'), 'demo', '--json'], {
  stdio: ['ignore', 'pipe', 'inherit'],
})
const { url } = await new Promise(resolve =>
  host.stdout.once('data', data => resolve(JSON.parse(String(data)))),
)
try {
  const browser = await chromium.launch({
    executablePath,
    args: process.getuid?.() === 0 ? ['--no-sandbox', '--disable-gpu'] : ['--disable-gpu'],
  })
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1 })
  const page = await context.newPage()
  await page.goto(url)
  const save = (from, name) => from.screenshot({ path: join(projectRoot, 'docs', 'images', `${name}.png`) })
  const picture = name => save(page, name)

  const box = page.getByRole('textbox', { name: 'Your message' })
  const answers = page
    .getByRole('article')
    .filter({ has: page.getByRole('heading', { name: 'Answer', exact: true }) })
  const questions = [
    'What is 2+2?',
    'Design a rate limiter for many servers, and prove that no client exceeds its limit.',
  ]
  for (const [index, question] of questions.entries()) {
    await box.fill(question)
    await box.press('Enter')
    await answers
      .nth(index)
      .getByRole('button', { name: /tokens/ })
      .waitFor({ timeout: 60_000 })
  }
  await picture('chat')
  // More questions than the larger machines take at once, so that some wait.
  const others = await Promise.all(
    Array.from({ length: 10 }, async (_, index) => {
      const other = await context.newPage()
      await other.goto(new URL('/#/chat', page.url()).href)
      await other
        .getByRole('textbox', { name: 'Your message' })
        .fill(`Design database ${index + 1} so that it tolerates faults, and prove its safety.`)
      return other
    }),
  )
  await page.getByRole('link', { name: 'Cluster' }).click()
  const workstation = page.getByRole('article', { name: 'demo-workstation' })
  for (const other of others) await other.getByRole('button', { name: 'Send', exact: true }).click()
  await page.getByText('waiting for a free place').waitFor()
  await page.waitForTimeout(1000)
  await picture('cluster')
  const choose = async action => {
    await workstation.getByRole('button', { name: /Actions/ }).click()
    await page.getByRole('menuitem', { name: action }).click()
  }
  await choose('Stop answering')
  await page.waitForTimeout(1500)
  await choose('Come back')
  await page.getByRole('button', { name: 'Where would it go?' }).click()
  const whatIf = page.getByRole('dialog')
  await whatIf.getByRole('button', { name: /rate limiter/ }).click()
  await whatIf.getByRole('switch', { name: 'demo-workstation' }).click()
  await whatIf.getByText('No usable node of tier 2').waitFor()
  await page.waitForTimeout(500)
  await picture('what-if')
  await page.keyboard.press('Escape')
  await page.getByRole('link', { name: 'Models', exact: true }).click()
  await page.getByRole('button', { name: 'Get a model' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('radio', { name: 'qwen3:8b' }).click()
  await dialog.getByRole('checkbox', { name: 'demo-gaming-pc' }).click()
  await dialog.getByRole('button', { name: 'Get model' }).click()
  await page.getByRole('progressbar').first().waitFor()
  await page.waitForTimeout(4000)
  await picture('models')
  await page.getByRole('link', { name: 'Activity', exact: true }).click()
  await page.getByRole('table', { name: 'Requests' }).waitFor()
  await page.getByText('1 failover').first().waitFor({ timeout: 60_000 })
  await page.waitForTimeout(5000)
  await picture('activity')
  await page.goto(new URL('/#/cluster/demo-workstation', page.url()).href)
  await page.getByRole('dialog').locator('canvas').first().waitFor()
  await page.getByRole('dialog').locator('canvas').first().scrollIntoViewIfNeeded()
  await page.waitForTimeout(1000)
  await picture('node')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+K')
  await page.getByRole('dialog').getByRole('combobox').waitFor()
  await page.waitForTimeout(500)
  await picture('palette')
  await page.keyboard.press('Escape')
  await page.setViewportSize({ width: 360, height: 740 })
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.goto(new URL('/#/chat', page.url()).href)
  await page.getByRole('textbox', { name: 'Your message' }).fill(questions[1])
  await page.keyboard.press('Enter')
  await answers
    .first()
    .getByRole('button', { name: /tokens/ })
    .waitFor({ timeout: 60_000 })
  await picture('phone')
  await picturePlan(browser, save)
  await browser.close()
} finally {
  host.kill('SIGTERM')
}
