import type { Page } from '@playwright/test'
import { answersOf, ask, expect, expectAccessible } from './app'
import { test } from './cluster-test'

// One pixel, green.
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const notes = {
  name: 'notes.md',
  mimeType: 'text/markdown',
  buffer: Buffer.from('# Plan\n\nPut 100 aside.\n'),
}

const chips = (page: Page) => page.getByRole('form', { name: 'Ask' }).getByRole('listitem')
const pick = (page: Page) => page.getByTestId('attach-files')

/** The browser gives a made-up event only files that the page made itself. */
async function drop(page: Page, name: string, content: string): Promise<void> {
  const given = JSON.stringify({ name, content })
  const transfer = await page.evaluateHandle(`(() => {
    const { name, content } = ${given}
    const made = new DataTransfer()
    made.items.add(new File([content], name, { type: 'text/plain' }))
    return made
  })()`)
  const target = page.getByRole('log', { name: 'Conversation' }).or(page.getByRole('heading', { level: 1 }))
  for (const type of ['dragenter', 'dragover', 'drop']) {
    await target.first().dispatchEvent(type, { dataTransfer: transfer })
  }
}

test('files go with the question and can be opened later', async ({ begin }) => {
  const { page } = await begin()
  await pick(page).setInputFiles([notes, { name: 'dot.png', mimeType: 'image/png', buffer: picture }])
  await drop(page, 'dropped.txt', 'Dropped words.')
  await expect(chips(page)).toHaveCount(3)
  await expect(chips(page).filter({ hasText: 'notes.md' })).toContainText('bytes')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Remove dropped.txt' }).click()
  await expect(chips(page)).toHaveCount(2)
  await ask(page, 'What is the plan?')
  await expect(chips(page)).toHaveCount(0)
  await expect(
    answersOf(page)
      .last()
      .getByRole('button', { name: /Why this node/ }),
  ).toBeVisible({
    timeout: 30_000,
  })
  await page.reload()
  const given = page.getByRole('article').first()
  await expect(page.getByRole('img', { name: 'dot.png' })).toBeVisible()
  await given.getByRole('button', { name: /notes\.md/ }).click()
  await expect(page.getByRole('dialog')).toContainText('Put 100 aside.')
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
})

test('a file that cannot be read says why, and keeps nothing else from being sent', async ({ begin }) => {
  const { page } = await begin()
  const program = {
    name: 'tool.bin',
    mimeType: '',
    buffer: Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 0]),
  }
  const empty = { name: 'empty.txt', mimeType: 'text/plain', buffer: Buffer.alloc(0) }
  await pick(page).setInputFiles([program, empty, notes])
  await expect(chips(page).filter({ hasText: 'tool.bin' })).toContainText('neither text nor')
  await expect(chips(page).filter({ hasText: 'empty.txt' })).toContainText('The file is empty.')
  await ask(page, 'And now?')
  const given = page.getByRole('article').first().getByRole('list', { name: 'Attached files' })
  await expect(given.getByRole('listitem')).toHaveCount(1)
  await expect(given).toContainText('notes.md')
})

test('what a chat may use is chosen beside the question and stays chosen', async ({ begin }) => {
  const { page } = await begin()
  // Memory stands at what memory.rag.enabled says, which is off unless it is set.
  await page.getByRole('button', { name: 'Used in this chat: Tools, Files, Facts' }).click()
  await expect(page.getByRole('menuitemcheckbox', { name: /Memory/ })).not.toBeChecked()
  await expectAccessible(page)
  await page.getByRole('menuitemcheckbox', { name: /Memory/ }).click()
  await page.getByRole('menuitemcheckbox', { name: /Tools/ }).click()
  await page.keyboard.press('Escape')
  await ask(page, 'What is 2+2?')
  await expect(answersOf(page).last()).toContainText('4')
  await page.reload()
  const button = page.getByRole('button', { name: 'Used in this chat: Memory, Files, Facts' })
  await expect(button).toBeVisible()
  await button.click()
  await page.getByRole('menuitemcheckbox', { name: /Tools/ }).click()
  await page.keyboard.press('Escape')
  await page.reload()
  await expect(
    page.getByRole('button', { name: 'Used in this chat: Tools, Memory, Files, Facts' }),
  ).toBeVisible()
})
