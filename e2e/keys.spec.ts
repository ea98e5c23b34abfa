import type { Locator, Page } from '@playwright/test'
import { expect, expectAccessible } from './app'
import { easy, hard, test } from './cluster-test'

const box = (page: Page) => page.getByRole('textbox', { name: 'Your message' })

/** Asks, and waits until the answer is there to the end. */
async function ask(page: Page, question: string): Promise<void> {
  const answers = page.getByRole('log').getByRole('button', { name: /tokens/ })
  const before = await answers.count()
  await box(page).fill(question)
  await box(page).press('Enter')
  await expect(answers).toHaveCount(before + 1)
}

async function openPalette(page: Page): Promise<Locator> {
  await page.keyboard.press('ControlOrMeta+k')
  const field = page.getByRole('combobox', { name: 'Search and commands' })
  await expect(field).toBeFocused()
  return field
}

async function expectNoSidewaysScroll(page: Page): Promise<void> {
  expect(await page.evaluate('document.documentElement.scrollWidth - window.innerWidth')).toBe(0)
}

test('the palette, the sheet and the keys lead everywhere, in two languages and without a coordinator', async ({
  begin,
}) => {
  const { page } = await begin()
  await ask(page, easy)

  await test.step('the palette finds commands, chats and nodes, and gives the focus back', async () => {
    const field = await openPalette(page)
    await expect(page.getByRole('option', { name: easy })).toHaveAttribute('aria-selected', 'true')
    await expectAccessible(page)
    await field.fill('gaming')
    await expect(page.getByRole('option').first()).toContainText('gaming-pc')
    await page.keyboard.press('Escape')
    await expect(box(page)).toBeFocused()
  })

  await test.step('a node is tested and drained by name', async () => {
    await openPalette(page)
    await page.keyboard.type('drain gaming-pc')
    await expect(page.getByRole('option')).toHaveCount(1)
    await page.keyboard.press('Enter')
    await expect(page.getByText('gaming-pc finishes what it has and gets nothing new')).toBeVisible()
    await openPalette(page)
    await page.keyboard.type('gaming-pc again')
    await page.keyboard.press('Enter')
    await expect(page.getByText('gaming-pc answers again')).toBeVisible()
  })

  await test.step('what was said is found, and shown where it stands', async () => {
    await page.keyboard.press('ControlOrMeta+2')
    await expect(page.getByRole('main').getByRole('heading', { name: 'Cluster', level: 1 })).toBeVisible()
    await expect(page).toHaveTitle('Cluster · harombe')
    const field = await openPalette(page)
    await field.fill(easy)
    await page.getByRole('option', { name: easy }).first().click()
    await expect(page).toHaveURL(/#\/chat\/.+/)
    await expect(page.getByRole('log')).toContainText(easy)
  })

  await test.step('a command of another page leads there first', async () => {
    await page.keyboard.press('Alt+4')
    await expect(page).toHaveTitle('Activity · harombe')
    await page.keyboard.press('ControlOrMeta+Shift+f')
    await expect(page.getByRole('searchbox', { name: 'Search chats' })).toBeFocused()
  })

  await test.step('the sheet shows all keys, of both kinds of keyboard', async () => {
    await page.keyboard.press('ControlOrMeta+/')
    const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
    await expect(sheet.getByText('Find in this chat')).toBeVisible()
    await sheet.getByRole('radio', { name: 'Mac' }).click()
    await expect(sheet.getByText('⌘').first()).toBeVisible()
    await expectAccessible(page)
    await page.keyboard.press('Escape')
    await expect(sheet).toBeHidden()
  })

  await test.step('keys are changed, the system’s are refused, and a taken one changes hands', async () => {
    await page.keyboard.press('ControlOrMeta+/')
    await page.getByRole('link', { name: 'Change them' }).click()
    const keys = page.getByRole('button', { name: 'Change the keys of “Show or hide the chats”' })
    await keys.click()
    await page.keyboard.press('Alt+F4')
    await expect(page.getByText('belong to the operating system')).toBeVisible()
    await page.keyboard.press('ControlOrMeta+k')
    await expect(page.getByText('“Search and commands” has')).toBeVisible()
    await page.keyboard.press('Escape')
    await keys.click()
    await page.keyboard.press('ControlOrMeta+j')
    await expect(
      page.getByRole('button', { name: 'Give “Show or hide the chats” its own keys back' }),
    ).toBeVisible()
    await page.keyboard.press('ControlOrMeta+1')
    const chats = page.getByRole('navigation', { name: 'Chats' })
    await expect(chats).toBeVisible()
    await page.keyboard.press('ControlOrMeta+b')
    await expect(chats).toBeVisible()
    await page.keyboard.press('ControlOrMeta+j')
    await expect(chats).toBeHidden()
  })

  await test.step('F6 walks the parts of the window, and the first Tab offers to skip them', async () => {
    await page.getByRole('link', { name: 'Chat', exact: true }).focus()
    await page.keyboard.press('F6')
    await expect(page.getByRole('navigation', { name: 'Main' }).locator(':focus')).toHaveCount(0)
    await page.keyboard.press('Shift+F6')
    await expect(page.getByRole('navigation', { name: 'Main' }).locator(':focus')).toHaveCount(1)
    await page.keyboard.press('Shift+Tab')
    await expect(page.getByRole('button', { name: 'Skip to the page' })).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('main')).toBeFocused()
  })

  await test.step('on a phone four pages stand at the bottom, the others under More', async () => {
    await page.setViewportSize({ width: 360, height: 740 })
    await page.getByRole('button', { name: 'More' }).click()
    await page.getByRole('menuitem', { name: 'Tools' }).click()
    await expect(page).toHaveTitle('Tools · harombe')
    await openPalette(page)
    await expectAccessible(page)
    await expectNoSidewaysScroll(page)
    await page.keyboard.type('deutsch')
    await page.keyboard.press('Enter')
    await expect(page).toHaveTitle('Werkzeuge · harombe')
    await expectNoSidewaysScroll(page)
  })

  await test.step('without a coordinator it finds what the window knows', async () => {
    await page.routeWebSocket(/\/rpc$/, socket => socket.close())
    await page.reload()
    await expect(page.getByText('Verbindung verloren')).toBeVisible()
    await page.keyboard.press('ControlOrMeta+k')
    await expect(page.getByText('Der Koordinator ist nicht erreichbar')).toBeVisible()
    await page.keyboard.type('gedächtnis')
    await page.keyboard.press('Enter')
    await expect(page).toHaveTitle('Gedächtnis · harombe')
  })
})

test('words are found in a chat while it is written, and a quick question becomes a chat', async ({
  begin,
}) => {
  const { page } = await begin()
  for (const word of ['apple', 'pear', 'apple']) await ask(page, `${easy} ${word}`)
  const bar = page.getByRole('search', { name: 'Find in this chat' })
  const status = bar.getByRole('status')

  await test.step('counts, steps round, and minds the case when asked', async () => {
    await page.keyboard.press('ControlOrMeta+f')
    await page.keyboard.type('PEAR')
    await expect(status).toHaveText(/^1 of [1-9]/)
    await bar.getByRole('button', { name: 'Match case' }).click()
    await expect(status).toHaveText('Not found')
    await bar.getByRole('button', { name: 'Match case' }).click()
    await bar.getByRole('textbox').fill('apple')
    await expect(status).toHaveText(/^\d+ of ([2-9]|\d\d)$/)
    const before = await status.innerText()
    await page.keyboard.press('Enter')
    await expect(status).not.toHaveText(before)
    await page.keyboard.press('Shift+Enter')
    await expect(status).toHaveText(before)
    await page.keyboard.press('F3')
    await expect(status).not.toHaveText(before)
    await expectAccessible(page)
  })

  await test.step('counts on while an answer is written', async () => {
    const total = async () => Number(/of (\d+)/.exec(await status.innerText())?.[1] ?? 0)
    await bar.getByRole('textbox').fill('e')
    await expect(status).toHaveText(/of/)
    const before = await total()
    await ask(page, hard)
    await expect.poll(total).toBeGreaterThan(before)
  })

  await test.step('Escape closes it, and the focus is where it was', async () => {
    await bar.getByRole('textbox').focus()
    await page.keyboard.press('Escape')
    await expect(bar).toBeHidden()
    await expect(box(page)).toBeFocused()
  })

  await test.step('a quick question streams, says who answers, and opens as a chat', async () => {
    await page.goto(`${new URL(page.url()).origin}/#/quick`)
    const question = page.getByRole('textbox', { name: 'Your question' })
    await expect(question).toBeFocused()
    await expect(page.getByRole('navigation')).toHaveCount(0)
    await page.keyboard.type('What is 3+4?')
    await page.reload()
    await expect(question).toHaveValue('What is 3+4?')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('status').filter({ hasText: 'answered with' })).toBeVisible()
    await expect(question).toHaveValue('')
    await expectAccessible(page)
    await page.setViewportSize({ width: 360, height: 480 })
    await expectNoSidewaysScroll(page)
    await page.getByRole('link', { name: 'Open in harombe' }).click()
    await expect(page.getByRole('log')).toContainText('What is 3+4?')
  })
})
