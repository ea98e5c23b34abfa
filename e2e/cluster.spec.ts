import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, expectAccessible, test } from './app'
import { startCommand, startTestCluster, type TestCluster } from './cluster-fixture'

let cluster: TestCluster
test.beforeEach(async ({ cleanUp }) => {
  cluster = await startTestCluster()
  cleanUp(cluster.stop)
})

test('a node is tested, added, disabled and removed, and harombe.yaml follows with its comments', async ({
  open,
}) => {
  const spare = await startCommand(['simulate', '--port', '0', '--model', 'sim-spare'], cluster.home)
  const yaml = () => readFile(join(cluster.home, 'harombe.yaml'), 'utf8')
  try {
    const { page } = await open(cluster.home)
    await page.getByRole('link', { name: 'Cluster' }).click()
    await page.getByRole('button', { name: 'Add a node' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name').fill('spare')
    await dialog.getByLabel(/Address|URL/).fill(String(spare.info.url))
    await dialog.getByRole('button', { name: 'Test', exact: true }).click()
    await expect(dialog).toContainText('sim-spare')
    await dialog.getByText('Server, token').click()
    await dialog.getByLabel('Network card').fill('00:11:22:33:44:55')
    await expectAccessible(page)
    await dialog.getByRole('button', { name: /^(Add|Save|Test and add)/ }).click()
    await expect(dialog).toBeHidden()

    const card = page.getByRole('article', { name: 'spare' })
    await expect(card).toContainText('Online')
    expect(await yaml()).toContain('name: spare')
    expect(await yaml()).toContain('# my machines')
    expect(await yaml()).toMatch(/wake:\s+mac: "?00:11:22:33:44:55/)

    // Nothing was asked yet: no praise.
    const verdict = page.getByRole('region', { name: 'Is my cluster working well?' })
    await expect(verdict).toContainText('Too little to say yet.')

    await card.getByRole('link', { name: 'spare' }).click()
    const drawer = page.getByRole('dialog', { name: 'spare' })
    const moment = drawer.getByRole('slider', { name: 'Moment in the last 15 minutes' })
    await expect(moment).toHaveAttribute('aria-valuetext', /latency/, { timeout: 20_000 })
    await moment.press('ArrowLeft')
    await moment.press('+')
    await expect(drawer.getByRole('button', { name: 'Show all' })).toBeVisible()
    await moment.press('0')
    await expect(drawer.getByRole('button', { name: 'Show all' })).toBeHidden()
    await drawer.getByText('As a table').click()
    await expect(drawer.getByRole('columnheader', { name: 'Latency' })).toBeVisible()
    await expectAccessible(page)
    await page.keyboard.press('Escape')

    await spare.stop()
    await card.getByRole('button', { name: /Actions|More/ }).click()
    await page.getByRole('menuitem', { name: 'Check now' }).click()
    await expect(card).toContainText('Offline')
    await expect(verdict).toContainText('spare is away.')
    await verdict.getByRole('button', { name: 'Wake spare.' }).click()
    // A machine without any network has nobody to send it to, and says so.
    await expect(
      page.getByText(/A wake-up call was sent to spare|Nothing could be sent to wake spare/),
    ).toBeVisible()

    await card.getByRole('button', { name: /Actions|More/ }).click()
    await page.getByRole('menuitem', { name: 'Disable' }).click()
    await expect(card).toContainText('Disabled')
    expect(await yaml()).toContain('enabled: false')

    await card.getByRole('button', { name: /Actions|More/ }).click()
    await page.getByRole('menuitem', { name: 'Remove' }).click()
    await page.getByRole('button', { name: 'Remove' }).last().click()
    await expect(card).toBeHidden()
    expect(await yaml()).not.toContain('name: spare')
  } finally {
    await spare.stop()
  }
})
