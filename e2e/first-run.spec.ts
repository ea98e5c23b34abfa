import { answersOf, ask, expect, expectAccessible, test } from './app'
import { emptyHome } from './cluster-fixture'

let home: Awaited<ReturnType<typeof emptyHome>>
test.beforeEach(async ({ cleanUp }) => {
  home = await emptyHome()
  cleanUp(home.remove)
})

test('a first start finds what is here, offers the demo, and leads to an answer', async ({ open }) => {
  const { page } = await open(home.home)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.getByText(/qwen2\.5/).first()).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: /demo/i }).click()
  await ask(page, 'What is 2+2?')
  const answer = answersOf(page).last()
  await expect(answer).toContainText('demo-mini')
  await expect(answer).toContainText('Simulated')
})

test('the first-run screen is skipped once and for all', async ({ open }) => {
  const { page } = await open(home.home)
  await page.getByRole('button', { name: /skip/i }).click()
  await expect(page.getByRole('textbox', { name: 'Your message' })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('textbox', { name: 'Your message' })).toBeVisible()
  await expectAccessible(page)
})

test('the first steps are walked by keyboard, and taken up where they were left', async ({ open }) => {
  const { page } = await open(home.home)
  const press = async (name: string) => {
    await page.getByRole('button', { name, exact: true }).focus()
    await page.keyboard.press('Enter')
  }
  await press('Next')
  await expect(page.getByRole('radio', { name: /It leads/ })).toBeChecked()
  await expectAccessible(page)
  await page.getByRole('radio', { name: /It leads/ }).focus()
  await page.keyboard.press('ArrowDown')
  await press('Next')
  await expect(page.getByRole('heading', { name: 'Join another machine' })).toBeVisible()
  await expect(page.getByText('server.host')).toBeVisible()
  await expectAccessible(page)
  await press('Back')
  await page.getByRole('radio', { name: /It joins/ }).focus()
  await page.keyboard.press('ArrowUp')
  await press('Next')
  await expect(page.getByText('Expected speed')).toBeVisible()
  await expectAccessible(page)
  await page.reload()
  await expect(page.getByText('Expected speed')).toBeVisible()
  await press('Next')
  await expect(page.getByText(/no node that could answer/)).toBeVisible()
  await expectAccessible(page)
  await press('Start chatting')
  await expect(page.getByRole('textbox', { name: 'Your message' })).toBeVisible()
})
