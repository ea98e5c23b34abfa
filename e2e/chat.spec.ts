import { answersOf, ask, expect, expectAccessible, test } from './app'
import { startTestCluster, type TestCluster } from './cluster-fixture'

const hard = 'Design a fault-tolerant distributed database, compare Raft with Paxos and prove its safety.'

let cluster: TestCluster
test.beforeEach(async ({ cleanUp }) => {
  cluster = await startTestCluster()
  cleanUp(cluster.stop)
})

test('an answer goes on while the page is away, and is whole when it comes back', async ({ open }) => {
  const { page } = await open(cluster.home)
  const answer = answersOf(page).last()
  await ask(page, hard)
  await expect(answer).toContainText('Outline')
  await page.reload()
  await expect(answer).toContainText('Outline')
  await expect(answer.getByRole('button', { name: /workstation/ })).toBeVisible({ timeout: 30_000 })
  // Replayed text that was also kept would show headings twice.
  await expect(answer.getByRole('heading', { name: 'Outline' })).toHaveCount(1)
  await expect(answer).toContainText('In short')
})

test('Escape stops an answer and keeps what was written', async ({ open }) => {
  const { page } = await open(cluster.home)
  await ask(page, hard)
  const answer = answersOf(page).last()
  await expect(answer).toContainText('Outline')
  await page.keyboard.press('Escape')
  await expect(answer).toContainText(/stopped/i)
  await expect(answer).toContainText('Outline')
  await expect(answer).not.toContainText('In short')
})

test('the keyboard alone asks, opens the reason and comes back', async ({ open }) => {
  const { page } = await open(cluster.home)
  await expect(page.getByRole('textbox', { name: 'Your message' })).toBeFocused()
  await page.keyboard.type('What is 7*6?')
  await page.keyboard.press('Enter')
  const badge = answersOf(page).last().getByRole('button', { name: /mini/ })
  await expect(badge).toBeVisible()
  await badge.focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('workstation')
  await expect(dialog).toContainText(/slots in use/)
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(badge).toBeFocused()

  const answer = answersOf(page).last()
  await answer.getByRole('button', { name: 'Redo' }).press('Enter')
  await page.getByRole('menuitem', { name: /Same size/ }).press('Enter')
  await expect(answer).toContainText('2/2')
  await expect(answer.getByRole('button', { name: /mini.*token/ })).toBeVisible()
  await page.getByRole('textbox', { name: 'Your message' }).press('Alt+PageUp')
  await expect(answer).toContainText('1/2')
  await answer.getByRole('button', { name: 'Next version' }).press('ArrowRight')
  await expect(answer).toContainText('2/2')
  // The button of the version that is gone took the focus with it; that of the new one has it.
  await expect(answer.getByRole('button', { name: 'Previous version' })).toBeFocused()
})

test('a forced tier is used, a draft survives a reload with its files, and goes where it is sent', async ({
  open,
}) => {
  const { page } = await open(cluster.home)
  await page.getByRole('radio', { name: 'Powerful' }).click()
  await ask(page, 'What is 2+2?')
  await expect(answersOf(page).last()).toContainText('workstation')
  const box = page.getByRole('textbox', { name: 'Your message' })
  await box.fill('half a thought')
  await page.waitForFunction(() =>
    Object.values(localStorage).some(value => value.includes('half a thought')),
  )
  await page.getByTestId('attach-files').setInputFiles({
    name: 'plan.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('The lighthouse is to be painted.'),
  })
  const files = page.getByRole('list', { name: 'Attached files' })
  await expect(files).toContainText('32 bytes')
  const edge = page.getByRole('separator', { name: 'Width of the list of chats' })
  await edge.press('End')
  await page.reload()
  await expect(box).toHaveValue('half a thought')
  await expect(files).toContainText('plan.txt')
  await expect(files).toContainText('32 bytes')
  await expect(edge).toHaveAttribute('aria-valuenow', '448')

  await box.press('ControlOrMeta+Shift+M')
  const search = page.getByRole('combobox', { name: 'Node or model' })
  await expect(search).toBeFocused()
  await expectAccessible(page)
  await search.pressSequentially('gaming')
  await search.press('Enter')
  await expect(box).toBeFocused()
  await expect(page.getByRole('button', { name: 'Do not pin to gaming-pc' })).toBeVisible()
  await box.press('Enter')
  await expect(
    answersOf(page)
      .last()
      .getByRole('button', { name: /gaming-pc/ }),
  ).toBeVisible()
  await expect(page.getByRole('article').filter({ hasText: 'half a thought' })).toContainText('plan.txt')
})

test('what a model writes never becomes an element that loads or runs something', async ({ open }) => {
  const { page } = await open(cluster.home)
  const foreign: string[] = []
  page.on('request', request => {
    const { protocol, hostname } = new URL(request.url())
    if (protocol !== 'data:' && hostname !== '127.0.0.1' && hostname !== 'app') foreign.push(request.url())
  })
  // A simulated model quotes the question, so this comes back as the model's own text.
  await ask(
    page,
    '<img src=x onerror=alert(1)> ![a](https://example.com/a.png) [b](javascript:alert(1)) <script>alert(1)</script>',
  )
  const answer = answersOf(page).last()
  await expect(answer.getByRole('button', { name: /mini|gaming-pc|workstation/ })).toBeVisible({
    timeout: 30_000,
  })
  expect(
    await page.locator('article img, article script, article iframe, article [href^="javascript:"]').count(),
  ).toBe(0)
  expect(foreign).toEqual([])
})
