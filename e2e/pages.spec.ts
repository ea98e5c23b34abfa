import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, expectAccessible, test } from './app'
import { startTestCluster } from './cluster-fixture'

async function goTo(page: Page, address: string, title: string): Promise<void> {
  await page.evaluate(`location.hash = '#/${address}'`)
  await expect(page.getByRole('heading', { name: title, level: 1 })).toBeVisible()
}

async function expectSound(page: Page): Promise<void> {
  await expectAccessible(page)
  const beyond = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth')
  expect(beyond, 'the page scrolls sideways').toBe(0)
}

test('models, activity, memory and tools on a phone, in German', async ({ open, cleanUp }) => {
  const cluster = await startTestCluster()
  cleanUp(cluster.stop)
  await writeFile(join(cluster.home, 'preferences.json'), '{"language":"de"}')
  const { page } = await open(cluster.home, { width: 360, height: 740, colorScheme: 'dark' })
  await expect(page.locator('html')).toHaveAttribute('lang', 'de')
  await page.getByRole('textbox').last().pressSequentially('Was ist 2+2?')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: /^mini .* Token/ })).toBeVisible()

  await test.step('the activity is filtered, saved and looked into by keyboard', async () => {
    await goTo(page, 'activity', 'Aktivität')
    await expect(page.getByText('1 Anfrage', { exact: true })).toBeVisible()
    await expectSound(page)
    await page.getByRole('combobox', { name: 'Ausgang' }).selectOption('failed')
    await expect(page.getByText('Keine solche Anfrage')).toBeVisible()
    await expect(page.getByText('0 von 1 Anfrage')).toBeVisible()
    await page.getByRole('button', { name: 'Alle zeigen' }).first().click()

    const saved = page.waitForEvent('download')
    await page.getByRole('main').getByRole('button', { name: 'Mehr', exact: true }).press('Enter')
    await page.getByRole('menuitem', { name: 'Als CSV sichern' }).press('Enter')
    const download = await saved
    expect(download.suggestedFilename()).toMatch(/^harombe Anfragen \d{4}-\d\d-\d\d\.csv$/)
    expect((await readFile(await download.path(), 'utf8')).split('\r\n')).toHaveLength(3)

    const row = page.getByRole('table', { name: 'Anfragen' }).getByRole('link')
    await row.press('Enter')
    await expect(page.getByRole('dialog')).toContainText('Einfache Frage')
    await expectSound(page)
    await page.keyboard.press('Escape')
    await expect(row).toBeFocused()
  })

  await test.step('models are listed by node, and got by a dialog that fits', async () => {
    await goTo(page, 'models', 'Modelle')
    await expect(page.getByRole('article', { name: 'mini' })).toContainText('sim-mini')
    await expectSound(page)
    const get = page.getByRole('button', { name: 'Modell holen', exact: true })
    await get.press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('radio').first().click()
    await dialog.getByRole('checkbox', { name: 'mini' }).check()
    await expect(dialog).toContainText('zu laden')
    await expectSound(page)
    await page.keyboard.press('Escape')
    await expect(get).toBeFocused()
  })

  await test.step('memory and tools speak German', async () => {
    await goTo(page, 'memory', 'Gedächtnis')
    await expect(page.getByText('Noch ist nichts notiert.')).toBeVisible()
    await expectSound(page)
    await goTo(page, 'tools', 'Werkzeuge')
    await expect(page.getByText('Rechnet genau, für jede Zahl, die stimmen muss.')).toBeVisible()
    await expectSound(page)
    await page.getByRole('link', { name: 'Protokoll' }).click()
    await expect(page.getByText('Noch wurde um nichts gebeten')).toBeVisible()
    await expectSound(page)
  })
})
