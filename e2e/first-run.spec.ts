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
