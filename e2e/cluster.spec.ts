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
    await expectAccessible(page)
    await dialog.getByRole('button', { name: /^(Add|Save|Test and add)/ }).click()
    await expect(dialog).toBeHidden()

    const card = page.getByRole('article', { name: 'spare' })
    await expect(card).toContainText('Online')
    expect(await yaml()).toContain('name: spare')
    expect(await yaml()).toContain('# my machines')

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
