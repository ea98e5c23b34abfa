import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import {
  type AgentCluster,
  cardOf,
  goldenScript,
  goldenTranscript,
  readTranscript,
  seenRun,
  startAgentCluster,
  writeScript,
} from './agent-fixture'
import { answersOf, ask, test as base, expect, expectAccessible } from './app'

interface Fixtures {
  /** The golden script, or turns of a test's own, on these machines. */
  begin(options?: { turns?: readonly unknown[]; machines?: string[] }): Promise<{
    cluster: AgentCluster
    page: Page
  }>
}

const test = base.extend<Fixtures>({
  begin: ({ open, cleanUp }, use) =>
    use(async ({ turns, machines } = {}) => {
      let script = goldenScript
      if (turns !== undefined) {
        const folder = await mkdtemp(join(tmpdir(), 'harombe-script-'))
        cleanUp(() => rm(folder, { recursive: true }))
        script = await writeScript(folder, turns)
      }
      const cluster = await startAgentCluster(script, machines)
      cleanUp(cluster.stop)
      const { page } = await open(cluster.home)
      return { cluster, page }
    }),
})

const question = 'What did I spend in June?'
const note = 'Leave that file as it is.'
const shell = (command: string) => ({ tool_calls: [{ name: 'shell', arguments: { command } }] })

async function approve(page: Page): Promise<void> {
  await cardOf(page).getByRole('button', { name: 'Approve once' }).click({ delay: 700 })
}

async function deny(page: Page, why: string): Promise<void> {
  await cardOf(page).getByRole('button', { name: 'Add a note' }).click()
  await page.getByRole('textbox', { name: 'Note for the model' }).fill(why)
  await cardOf(page).getByRole('button', { name: 'Deny' }).click()
}

test('a task of five steps shows what was thought, called, refused and found', async ({ begin }) => {
  const { cluster, page } = await begin()
  await ask(page, question)
  const card = cardOf(page)
  await expect(card).toContainText('expenses.csv')
  await expect(card).toContainText('sum,,66')
  await expectAccessible(page)
  await deny(page, note)
  await expect(card).toContainText('june.md')
  await approve(page)
  const answer = answersOf(page).last()
  await expect(answer).toContainText('You spent 66 euros in June')
  await expect(answer.getByRole('button', { name: /4 steps, 4 calls.*1 denied/ })).toHaveAttribute(
    'aria-expanded',
    'false',
  )
  const golden = readTranscript(await goldenTranscript())
  expect(await seenRun(page)).toEqual(golden.steps)
  await expect(answer).toContainText(golden.answer)
  await expectAccessible(page)
  expect(await cluster.read('june.md')).toContain('66')
  expect(await cluster.read('expenses.csv')).not.toContain('sum')
  await page.reload()
  await expect(answer).toContainText(golden.answer)
  expect(await seenRun(page)).toEqual(golden.steps)
})

test('the keyboard alone decides, and nothing that is typed elsewhere does', async ({ begin }) => {
  const { page } = await begin()
  await ask(page, question)
  const card = cardOf(page)
  await expect(card).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Your message' })).toBeFocused()
  await page.keyboard.type('yes')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  await expect(card).toContainText('expenses.csv')
  for (let press = 0; press < 12; press += 1) {
    await page.keyboard.press('Shift+Tab')
    if (await card.getByRole('button', { name: 'Deny' }).evaluate(button => button.matches(':focus'))) break
  }
  await expect(card.getByRole('button', { name: 'Deny' })).toBeFocused()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.keyboard.type(note)
  await page.keyboard.press('Enter')
  await expect(card).toContainText('june.md')
  await card.getByRole('button', { name: 'Approve once' }).focus()
  // Longer than a card that has just come lets nothing through.
  await page.waitForTimeout(700)
  await page.keyboard.press('Enter')
  await expect(answersOf(page).last()).toContainText('You spent 66 euros in June')
})

test('a page that comes back finds the tool still waiting, wherever it was opened', async ({ begin }) => {
  const { cluster, page } = await begin()
  await ask(page, question)
  await expect(cardOf(page)).toContainText('expenses.csv')
  await page.reload()
  await expect(cardOf(page)).toContainText('expenses.csv')
  await page.getByRole('link', { name: 'Cluster', exact: true }).click()
  await expect(page.getByText('A tool waits for you', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Open the chat' }).click()
  await expect(cardOf(page)).toContainText('expenses.csv')
  const other = await page.context().newPage()
  await other.goto(page.url())
  await deny(other, note)
  await expect(cardOf(other)).toContainText('june.md')
  await expect(cardOf(page)).toContainText('june.md')
  await approve(page)
  await expect(answersOf(other).last()).toContainText('You spent 66 euros in June')
  await expect(cardOf(other)).toHaveCount(0)
  expect(await cluster.read('june.md')).toContain('66')
})

test('a running tool prints as it goes and can be stopped alone', async ({ begin }) => {
  const { page } = await begin({
    turns: [shell('echo begun; sleep 60; echo over'), { text: 'It was stopped, so I leave it at that.' }],
  })
  await ask(page, 'Try it')
  await approve(page)
  const answer = answersOf(page).last()
  await expect(answer.getByRole('figure', { name: 'What it prints' })).toContainText('begun')
  await answer.getByRole('button', { name: /^Stop: / }).click()
  await expect(answer).toContainText('Stopped')
  await expect(answer).toContainText('It was stopped, so I leave it at that.')
})

test('a node that dies while a tool waits costs nothing that was done', async ({ begin }) => {
  const { cluster, page } = await begin({ machines: ['mini', 'spare'] })
  await ask(page, question)
  await expect(cardOf(page)).toContainText('expenses.csv')
  const thought = await answersOf(page).last().locator('[data-step]').first().innerText()
  const first = thought.includes('spare') ? 'spare' : 'mini'
  const rest = first === 'mini' ? 'spare' : 'mini'
  await cluster.machine(first).kill()
  await deny(page, note)
  await expect(cardOf(page)).toContainText('june.md', { timeout: 30_000 })
  await approve(page)
  const answer = answersOf(page).last()
  await expect(answer).toContainText('You spent 66 euros in June', { timeout: 30_000 })
  await expect(answer.getByRole('button', { name: new RegExp(rest) }).first()).toBeVisible()
  expect(await cluster.read('june.md')).toContain('66')
})

test('a long text is approved only after its end was seen', async ({ begin }) => {
  const content = `first line\n${'a line that is long enough to fill the box\n'.repeat(200)}last line`
  const write = { tool_calls: [{ name: 'write_file', arguments: { path: 'long.txt', content } }] }
  const { cluster, page } = await begin({ turns: [write, { text: 'It is written.' }] })
  await ask(page, 'Write it')
  const card = cardOf(page)
  const button = card.getByRole('button', { name: 'Approve once' })
  await expect(card).toContainText('Scroll to the end to approve')
  await expect(button).toHaveAttribute('aria-disabled', 'true')
  await expectAccessible(page)
  await page.waitForTimeout(700)
  await button.click({ force: true })
  await expect(card).toContainText('Scroll to the end to approve')
  await card.getByRole('figure', { name: 'Exactly this' }).focus()
  await page.keyboard.press('End')
  await expect(card).not.toContainText('Scroll to the end to approve')
  await button.click()
  await expect(answersOf(page).last()).toContainText('It is written.')
  expect(await cluster.read('long.txt')).toBe(content)
})
