import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { composeAnswer } from '../src/core/simulation/compose-answer'
import { answersOf, ask, expect, expectAccessible } from './app'
import { easy, hard, test } from './cluster-test'
import { standIn } from './contract-double'

/** One machine that answers one question at a time, slowly enough for others to wait. */
const narrow = [{ name: 'mini', tier: 0, tokensPerSecond: 20, slots: 1 }]

/** A large machine that takes long enough for somebody to act meanwhile, and another. */
const leisurely = [
  { name: 'gaming-pc', tier: 1, tokensPerSecond: 120 },
  { name: 'workstation', tier: 2, tokensPerSecond: 25 },
]

/** Asks what takes a while. @returns the answer, of which the first words are there */
async function askAtLength(page: Page): Promise<Locator> {
  await ask(page, hard)
  const answer = answersOf(page).last()
  await expect(answer).toContainText('Outline')
  return answer
}

/** On the last answer: who gave it, and in how many tokens once it is whole. */
const signature = (page: Page, name: RegExp) => answersOf(page).last().getByRole('button', { name })

async function copyLastAnswer(page: Page): Promise<string> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await answersOf(page).last().getByRole('button', { name: 'Copy answer' }).click()
  // As a text, because the browser's own names are not among the types of these files.
  return String(await page.evaluate('navigator.clipboard.readText()'))
}

/** Another window of the same browser, with a new chat. */
async function openWindow(page: Page): Promise<Page> {
  const other = await page.context().newPage()
  await other.goto(new URL('/#/chat', page.url()).href)
  await expect(other.getByRole('textbox', { name: 'Your message' })).toBeVisible()
  return other
}

async function openBoard(page: Page): Promise<Page> {
  const board = await openWindow(page)
  await board.getByRole('link', { name: 'Cluster' }).click()
  return board
}

const card = (page: Page, name: string) => page.getByRole('article', { name })

async function choose(page: Page, node: string, action: string): Promise<void> {
  await card(page, node)
    .getByRole('button', { name: /Actions/ })
    .click()
  await page.getByRole('menuitem', { name: action }).click()
}

test('the answering node is killed: the seam shows, and the answer is whole to the letter', async ({
  begin,
}) => {
  const { cluster, page } = await begin()
  const answer = await askAtLength(page)
  await cluster.machine('workstation').kill()
  await expect(answer).toContainText('workstation went away, continuing on gaming-pc')
  await expect(answer.getByRole('button', { name: /gaming-pc.*tokens/ })).toBeVisible({ timeout: 30_000 })
  expect(await copyLastAnswer(page)).toBe(
    composeAnswer({ model: 'sim-gaming-pc', prompt: hard, role: 'user' }),
  )
  // Kept honest in what is stored, too.
  await page.reload()
  await expect(answer).toContainText('workstation went away, continuing on gaming-pc')
  await answer.getByRole('button', { name: /Why this node/ }).click()
  await expect(page.getByRole('dialog')).toContainText('On the way')
  await expectAccessible(page)
})

test('questions on one slot wait in line with their place, and leave it when they are stopped', async ({
  begin,
}) => {
  const { page } = await begin({ machines: narrow })
  await ask(page, hard)
  await expect(answersOf(page).last()).toContainText('Writing')
  const second = await openWindow(page)
  await ask(second, `${easy} Second.`)
  await expect(answersOf(second).last()).toContainText('Next in line')
  const third = await openWindow(page)
  await ask(third, `${easy} Third.`)
  await expect(answersOf(third).last()).toContainText('In line, 1 ahead')
  await expectAccessible(third)

  const board = await openBoard(page)
  await expect(card(board, 'mini')).toContainText('2 queued')
  await board.getByText(/2 waiting for a free place/).click()
  await expect(board.getByText(/Queued for a chat, 1 ahead/)).toBeVisible()
  await expectAccessible(board)

  await third.keyboard.press('Escape')
  await expect(answersOf(third).last()).toContainText('Stopped')
  await expect(card(board, 'mini')).toContainText('1 queued')
  await expect(signature(second, /mini.*token/)).toBeVisible({ timeout: 30_000 })
})

test('a node is drained while it answers: the answer is finished, the next goes elsewhere', async ({
  begin,
}) => {
  const { page } = await begin()
  const answer = await askAtLength(page)
  const board = await openBoard(page)
  await choose(board, 'workstation', 'Drain')
  await expect(card(board, 'workstation')).toContainText('Draining')
  await expect(card(board, 'workstation')).toContainText('Takes nothing new')
  await expect(board.getByText('workstation takes nothing new')).toBeVisible()
  await expectAccessible(board)
  await expect(answer.getByRole('button', { name: /workstation.*tokens/ })).toBeVisible({ timeout: 30_000 })
  await expect(answer).not.toContainText('went away')

  await ask(page, hard)
  await expect(signature(page, /gaming-pc/)).toBeVisible()
  await choose(board, 'workstation', 'Resume')
  await expect(card(board, 'workstation')).toContainText('Online')
  await board.getByRole('link', { name: 'workstation' }).click()
  await expect(board.getByRole('dialog')).toContainText('Drained')
  await expect(board.getByRole('dialog')).toContainText('Resumed')
  await expectAccessible(board)
})

for (const action of ['Disable', 'Remove'] as const) {
  test(`${action} while it answers: the answer is finished on that node`, async ({ begin }) => {
    const { page } = await begin({ machines: leisurely })
    const answer = await askAtLength(page)
    const board = await openBoard(page)
    await expect(card(board, 'workstation')).toContainText('Answering')
    await choose(board, 'workstation', action)
    if (action === 'Remove') {
      const question = board.getByRole('alertdialog')
      await expect(question).toContainText('The answer it is writing is finished first.')
      await question.getByRole('button', { name: 'Remove' }).click()
      await expect(card(board, 'workstation')).toHaveCount(0)
    } else await expect(card(board, 'workstation')).toContainText('Disabled')
    await expect(answer).toContainText('Writing')
    await expect(answer.getByRole('button', { name: /workstation.*tokens/ })).toBeVisible({ timeout: 45_000 })
    await expect(answer).not.toContainText('went away')
    expect(await copyLastAnswer(page)).toBe(
      composeAnswer({ model: 'sim-workstation', prompt: hard, role: 'user' }),
    )
    await ask(page, hard)
    await expect(signature(page, /gaming-pc/)).toBeVisible()
  })
}

test('looking for others is switched on and off from the app, and the file keeps its comments', async ({
  begin,
}) => {
  const { cluster, page } = await begin()
  const file = () => readFile(join(cluster.home, 'harombe.yaml'), 'utf8')
  await page.getByRole('link', { name: 'Cluster' }).click()
  await page.getByRole('button', { name: 'Add a node' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('does not look for others')
  await dialog.getByRole('button', { name: 'Look for others' }).press('Enter')
  const stop = dialog.getByRole('button', { name: 'Stop looking' })
  await expect(stop).toBeVisible()
  await expect(stop).toBeFocused()
  await expectAccessible(page)
  expect(await file()).toMatch(/^# my machines\n[\s\S]*method: mdns/)
  await stop.press('Enter')
  await expect(dialog).toContainText('does not look for others')
  expect(await file()).toMatch(/^# my machines\n[\s\S]*method: explicit/)
})

test('with every node away a question waits, says so, and is answered when one comes back', async ({
  begin,
}) => {
  const { cluster, page } = await begin()
  await ask(page, easy)
  await expect(signature(page, /mini.*token/)).toBeVisible()
  for (const name of ['mini', 'gaming-pc', 'workstation']) await cluster.machine(name).kill()
  await ask(page, easy)
  const answer = answersOf(page).last()
  // All three are asked and looked up once more before it waits, which takes its time on a busy machine.
  await expect(answer).toContainText(/No node can answer now\. Waiting for one to come back, up to \d+ s/, {
    timeout: 20_000,
  })
  await expectAccessible(page)
  await cluster.machine('gaming-pc').revive()
  await expect(answer.getByRole('button', { name: /gaming-pc.*token/ })).toBeVisible({ timeout: 30_000 })
})

test('every request is on the activity page with its reasons', async ({ begin }) => {
  const { page } = await begin({ look: { width: 1280, height: 800, colorScheme: 'dark' } })
  await page.getByRole('link', { name: 'Activity' }).click()
  await expect(page.getByText('Nothing was asked yet')).toBeVisible()
  const other = await openWindow(page)
  await ask(other, easy)
  await expect(signature(other, /mini.*token/)).toBeVisible()
  await askAtLength(other)
  await other.keyboard.press('Escape')

  const table = page.getByRole('table', { name: 'Requests' })
  const rows = table.getByRole('row')
  await expect(rows).toHaveCount(3)
  await expect(rows.nth(1)).toContainText('Stopped')
  await expect(rows.nth(2)).toContainText(/Answered.*mini/)
  await expectAccessible(page)

  await page.getByLabel('Outcome').selectOption('complete')
  await expect(rows).toHaveCount(2)
  await table.getByRole('link').first().focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('Simple question')
  await expect(dialog).toContainText('writing')
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
})

test('nodes found on the network are offered first, unverified, and fill the form', async ({ begin }) => {
  const { page } = await begin()
  const found = { tier: null, model: null, seenAt: 0, knownAs: null }
  await standIn(page, {
    'cluster.watchDiscovery': {
      state: 'running',
      problem: null,
      announcing: false,
      nodes: [
        { ...found, id: 'a', name: 'studio', url: 'http://127.0.0.1:9', tier: 2 },
        { ...found, id: 'b', name: '<img src=x onerror=alert(1)>', url: 'http://127.0.0.2:9' },
      ],
    },
  })
  await page.getByRole('link', { name: 'Cluster' }).click()
  await page.getByRole('button', { name: 'Add a node' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('Not verified')
  await expect(dialog.getByText('<img src=x onerror=alert(1)>')).toBeVisible()
  await expect(dialog.locator('img')).toHaveCount(0)
  await expectAccessible(page)
  await dialog.getByRole('button', { name: /Use http:\/\/127.0.0.1:9/ }).click()
  await expect(dialog.getByLabel('Name')).toHaveValue('studio')
  await expect(dialog.getByLabel('Address')).toHaveValue('http://127.0.0.1:9')
  // Tested at once and found to be away: it can only be added knowingly.
  await expect(dialog.getByRole('button', { name: 'Add anyway' })).toBeVisible()
})

test('the network check says what it found by shape and word', async ({ begin }) => {
  const { page } = await begin()
  await page.getByRole('link', { name: 'Cluster' }).click()
  await page.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Check the network' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('status')).toContainText(/Nothing is in the way|found/, { timeout: 20_000 })
  await expect(dialog.getByRole('listitem').first()).toContainText(/Fine|Note|Problem|Not checked/)
  await expectAccessible(page)
})
