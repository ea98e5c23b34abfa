import { appendFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { answersOf, ask, expect, expectAccessible, type Look } from './app'
import { type MachineOptions, startTestCluster } from './cluster-fixture'
import { easy, hard, test } from './cluster-test'

const light: Look = { width: 1280, height: 800, colorScheme: 'light' }
const dark: Look = { width: 900, height: 600, colorScheme: 'dark' }

const chosen = (dialog: Locator) => dialog.getByRole('listitem').filter({ hasText: 'Chosen' })

/** On the last answer: who gave it, and in how many tokens once it is whole. */
const signature = (page: Page, name: RegExp) => answersOf(page).last().getByRole('button', { name })

test('what if a node were off: by mouse, and live when one dies', async ({ begin }) => {
  const { cluster, page } = await begin({ look: dark })
  await page.getByRole('link', { name: 'Cluster' }).click()
  await page.getByRole('button', { name: 'Where would it go?' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('Nothing is sent.')
  await expectAccessible(page)

  await dialog.getByRole('textbox', { name: 'Prompt' }).fill(hard)
  await expect(chosen(dialog)).toContainText('workstation')
  await expect(dialog.getByRole('list', { name: /How likely/ }).getByRole('listitem')).toHaveCount(3)
  await dialog.getByRole('switch', { name: 'workstation' }).click()
  await expect(chosen(dialog)).toContainText('gaming-pc')
  await expectAccessible(page)

  await cluster.machine('gaming-pc').kill()
  await expect(chosen(dialog)).toContainText('mini', { timeout: 15_000 })
  await dialog.getByRole('button', { name: 'All on' }).click()
  await expect(chosen(dialog)).toContainText('workstation')
  await dialog.getByLabel('Asked for').selectOption('node/mini')
  await expect(chosen(dialog)).toContainText('mini')

  // Nobody was asked anything.
  await page.keyboard.press('Escape')
  await page.getByRole('link', { name: 'Activity' }).click()
  await expect(page.getByText('Nothing was asked yet')).toBeVisible()
})

test('what if a node were off: by keyboard alone', async ({ begin }) => {
  const { page } = await begin({ look: { width: 900, height: 600, colorScheme: 'light' } })
  await page.getByRole('link', { name: 'Cluster' }).press('Enter')
  const opener = page.getByRole('button', { name: 'Where would it go?' })
  await opener.press('Enter')
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('textbox', { name: 'Prompt' })).toBeFocused()
  await page.keyboard.type(hard)
  await expect(chosen(dialog)).toContainText('workstation')
  await page.keyboard.press('Tab')
  // Held as long as a finger does: the choice follows the focus, which comes a turn later.
  await page.keyboard.press('ArrowRight', { delay: 60 })
  await expect(dialog.getByRole('radio', { name: 'Quality' })).toBeChecked()
  for (let step = 0; step < 3; step += 1) await page.keyboard.press('Tab')
  await expect(dialog.getByRole('switch', { name: 'workstation' })).toBeFocused()
  await page.keyboard.press('Space')
  await expect(chosen(dialog)).toContainText('gaming-pc')
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(opener).toBeFocused()
})

test('a pasted book is kept whole without being drawn, and can be cleared', async ({ begin }) => {
  const { page } = await begin()
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.getByRole('link', { name: 'Cluster' }).click()
  await page.getByRole('button', { name: 'Where would it go?' }).click()
  const dialog = page.getByRole('dialog')
  await page.evaluate("navigator.clipboard.writeText('All work and no play. '.repeat(40000))")
  await dialog.getByRole('textbox', { name: 'Prompt' }).press('ControlOrMeta+v')
  await expect(dialog).toContainText('880,000 characters.')
  await expect(dialog.getByRole('status')).not.toBeEmpty()
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Clear' }).press('Enter')
  await expect(dialog.getByRole('textbox', { name: 'Prompt' })).toBeFocused()
  await expect(dialog.getByRole('button', { name: /rate limiter/ })).toBeVisible()
})

test('an answer says why, is redone on a larger node and rated', async ({ begin }) => {
  const { cluster, page } = await begin({ look: light })
  await ask(page, easy)
  await signature(page, /mini.*token/).click()
  const dialog = page.getByRole('dialog', { name: 'Why this node?' })
  await expect(chosen(dialog)).toContainText('mini')
  await expect(dialog.getByRole('list', { name: /How likely/ }).getByRole('listitem')).toHaveCount(3)
  await expect(dialog).toContainText('Preference Balanced')
  await expectAccessible(page)
  await page.keyboard.press('Escape')

  const redo = answersOf(page).last().getByRole('button', { name: 'Redo' })
  await redo.press('Enter')
  await expect(page.getByRole('menuitem', { name: /Smaller/ })).toContainText('Fast is the smallest tier.')
  await expectAccessible(page)
  await page.getByRole('menuitem', { name: /Bigger/ }).press('Enter')
  await expect(signature(page, /gaming-pc.*token/)).toBeVisible()
  await expect(answersOf(page).last()).toContainText('2/2')

  const good = answersOf(page).last().getByRole('button', { name: 'Good answer' })
  await good.click()
  await expect(good).toHaveAttribute('aria-pressed', 'true')
  await page.reload()
  await expect(good).toHaveAttribute('aria-pressed', 'true')
  await good.click()
  await expect(good).toHaveAttribute('aria-pressed', 'false')
  await page.reload()
  await expect(good).toHaveAttribute('aria-pressed', 'false')

  await answersOf(page).last().getByRole('button', { name: 'Compare versions' }).click()
  const compared = page.getByRole('dialog', { name: 'Compare' })
  await expect(compared.getByRole('article')).toHaveCount(2)
  await expect(compared).toContainText('mini')
  await expectAccessible(page)
  await compared.getByRole('button', { name: 'Go on with this one' }).first().click()
  await expect(answersOf(page).last()).toContainText('1/2')

  await cluster.machine('gaming-pc').kill()
  await cluster.machine('workstation').kill()
  await redo.click()
  await expect(page.getByRole('menuitem', { name: /Bigger/ })).toContainText('No larger node is online.', {
    timeout: 15_000,
  })
})

test('routing is set from the app, with what was learnt', async ({ begin }) => {
  const { cluster, page } = await begin({ look: dark })
  const file = () => readFile(join(cluster.home, 'harombe.yaml'), 'utf8')
  await ask(page, easy)
  await expect(signature(page, /mini.*token/)).toBeVisible()
  await answersOf(page).last().getByRole('button', { name: 'Bad answer' }).click()

  await page.getByRole('link', { name: 'Cluster' }).click()
  await page.getByRole('button', { name: 'Routing', exact: true }).click()
  const drawer = page.getByRole('dialog', { name: 'Routing' })
  await expect(drawer.getByRole('radio', { name: 'Balanced' })).toBeChecked()
  await expect(drawer).toContainText('bad answers')
  await expect(drawer.getByRole('meter', { name: 'Needs more than Fast' })).toHaveAttribute(
    'aria-valuemax',
    '1',
  )
  await expectAccessible(page)
  await drawer.getByRole('radio', { name: 'Eco' }).click()
  await drawer.getByRole('radio', { name: 'Automatic' }).click()
  await drawer.getByRole('switch', { name: 'Learn from what I do' }).click()
  await expect.poll(file).toMatch(/^# my machines\n[\s\S]*preference: eco/)
  await expect.poll(file).toMatch(/escalation: auto/)
  await expect.poll(file).toMatch(/learn: false/)

  const download = page.waitForEvent('download')
  await drawer.getByRole('button', { name: 'Export' }).click()
  const saved = await (await download).path()
  expect(JSON.parse(await readFile(saved, 'utf8'))).toMatchObject({
    version: 1,
    signals: [{ kind: 'thumb_down', givenTier: 0 }],
  })
  await drawer.getByRole('button', { name: 'Reset…' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Forget' }).click()
  await expect(page.getByText('1 signal forgotten')).toBeVisible()
  await expect(drawer.getByRole('button', { name: 'Export' })).toBeDisabled()
  await page.keyboard.press('Escape')
  await expect(drawer).toBeHidden()

  await page.getByRole('button', { name: 'Where would it go?' }).click()
  const whatIf = page.getByRole('dialog', { name: 'Where would it go?' })
  await expect(whatIf.getByRole('radio', { name: 'Eco' })).toBeChecked()
  await whatIf.getByRole('textbox', { name: 'Prompt' }).fill(easy)
  await expect(whatIf).toContainText('Preference Eco')
})

/** A small machine that says how unsure it was of its words, so that a larger one is offered. */
const unsure: readonly MachineOptions[] = [
  { name: 'mini', tier: 0, tokensPerSecond: 120, behaviour: { logprobs: 'unsure' } },
  { name: 'workstation', tier: 2, tokensPerSecond: 30 },
]
const middling = 'Tell me about the weather in the mountains, and what to take along.'

test('a larger node is offered, taken and compared', async ({ begin }) => {
  const { page } = await begin({ machines: unsure, look: light })
  await ask(page, easy)
  const answer = answersOf(page).last()
  await expect(answer).toContainText('A larger node might do better.')
  await expectAccessible(page)
  await answer.getByRole('button', { name: 'Dismiss' }).click()
  await expect(answer).not.toContainText('A larger node')
  await page.reload()
  await expect(answer).toContainText('mini')
  await expect(answer).not.toContainText('A larger node')

  await ask(page, middling)
  await answer.getByRole('button', { name: 'Ask Powerful' }).press('Enter')
  await expect(answer).toContainText('Writing on workstation')
  await expect(answer).toContainText(/Made after the answer of mini \(Fast\)/)
  await answer.getByRole('button', { name: 'Compare', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Compare' })
  await expect(dialog.getByRole('article').nth(0)).toContainText('mini')
  await expect(dialog.getByRole('article').nth(1)).toContainText('workstation')
  await expect(dialog.getByRole('button', { name: 'Go on with this one' })).toHaveCount(2, {
    timeout: 45_000,
  })
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Go on with this one' }).first().click()
  await expect(answer).toContainText('A larger answer was made')
  await expect(answer).toContainText('workstation (Powerful) made a larger answer.')
  await expectAccessible(page)
})

test('with auto the larger answer is made beside the small one, which stays in sight', async ({
  open,
  cleanUp,
}) => {
  const cluster = await startTestCluster(unsure)
  cleanUp(cluster.stop)
  await appendFile(join(cluster.home, 'harombe.yaml'), '  routing:\n    escalation: auto\n')
  const { page } = await open(cluster.home)
  await ask(page, middling)
  const answer = answersOf(page).last()
  await expect(answer).toContainText('A larger answer is being written on workstation.')
  await expect(answer.getByRole('button', { name: /mini.*tokens/ })).toBeVisible()
  await expectAccessible(page)
  await expect(answer).toContainText('A larger answer was made', { timeout: 45_000 })
  await answer.getByRole('button', { name: 'Show it' }).press('Enter')
  await expect(answer).toContainText('2/2')
  await expect(signature(page, /workstation.*tokens/)).toBeVisible()
})
