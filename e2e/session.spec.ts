import { expect, expectAccessible, test } from './app'
import { emptyHome } from './cluster-fixture'

test('a browser without a session sees how to get one and nothing else', async ({
  open,
  cleanUp,
}, testInfo) => {
  testInfo.skip(testInfo.project.metadata.host !== 'browser', 'a window of the desktop app needs no session')
  const { home, remove } = await emptyHome()
  cleanUp(remove)
  const { page } = await open(home)
  const address = new URL(page.url()).origin
  // A second profile on the same machine has no cookie.
  const stranger = await page.context().browser()?.newContext()
  const other = await stranger?.newPage()
  if (other === undefined) throw new Error('no second page')
  await other.goto(address)
  await expect(other.getByText(/run the command again that printed it/).first()).toBeVisible()
  await expectAccessible(other)
  await other.getByRole('textbox', { name: 'Link or code' }).fill(`${address}/#code=used-already-1`)
  await other.getByRole('button', { name: 'Continue' }).click()
  await expect(other.getByText(/used already or has expired.*run the command again/)).toBeVisible()
  expect(await other.getByRole('textbox', { name: 'Your message' }).count()).toBe(0)
})
