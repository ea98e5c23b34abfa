import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { expect, expectAccessible, type Look, test } from './app'
import { emptyHome } from './cluster-fixture'
import { type ModelsCluster, startModelsCluster } from './models-fixture'

const looks: Look[] = [
  { width: 900, height: 600, colorScheme: 'dark' },
  { width: 640, height: 800, colorScheme: 'light' },
]
const nameOf = (look: Look) => `${look.width}×${look.height}, ${look.colorScheme}`

let cluster: ModelsCluster
test.beforeEach(async ({ cleanUp }) => {
  cluster = await startModelsCluster()
  cleanUp(cluster.stop)
})

const cell = (page: Page, model: string, node: string) =>
  page.getByRole('grid').getByRole('button', { name: new RegExp(`^${model} (is not )?on ${node}\\b`) })
const downloads = (page: Page) => page.getByRole('list', { name: 'Downloads' })
const held = (node: string) => cluster.server(node).models.map(({ name }) => name)
const isLoaded = (node: string, model: string) =>
  cluster.server(node).models.find(({ name }) => name === model)?.isLoaded

async function openModels(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Models', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Models', level: 1 })).toBeVisible()
}

/** Chooses a model by its name and a node, and begins the download. */
async function pull(page: Page, model: string, node: string): Promise<void> {
  await page.getByRole('button', { name: 'Get a model' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('searchbox', { name: 'Model' }).fill(model)
  await dialog.getByRole('radio', { name: model }).click()
  await dialog.getByRole('checkbox', { name: node }).check()
  await dialog.getByRole('button', { name: 'Get model' }).click()
  await expect(dialog).toBeHidden()
}

for (const look of looks) {
  test(`shows who has what, accessible with details and dialogs (${nameOf(look)})`, async ({ open }) => {
    const { page } = await open(cluster.home, look)
    await openModels(page)
    if (look.width > 800) {
      const grid = page.getByRole('grid')
      await expect(grid.getByRole('columnheader', { name: /mini/ })).toContainText('Simulated')
      await expect(cell(page, 'llama3.2:3b', 'mini')).toContainText('Loaded')
      await expect(cell(page, 'qwen2.5:7b', 'gaming-pc')).toContainText('On disk')
      await expect(cell(page, 'qwen2.5:72b', 'gaming-pc')).toContainText('too large')
      await expect(grid.getByRole('rowheader', { name: /qwen2\.5:14b/ })).toContainText('9 GB')
    } else {
      const node = page.getByRole('article', { name: 'gaming-pc' })
      await expect(node).toContainText('qwen2.5:72b')
      await expect(node).toContainText('too large')
    }
    await expectAccessible(page)

    await page.getByRole('link', { name: /^qwen2\.5:14b/ }).click()
    const drawer = page.getByRole('dialog')
    await expect(drawer).toContainText('28 layers')
    await expect(drawer).toContainText('Fit on gaming-pc')
    await expectAccessible(page)
    await page.keyboard.press('Escape')
    await expect(drawer).toBeHidden()

    await page.getByRole('button', { name: 'Get a model', exact: true }).click()
    await expect(page.getByRole('dialog').getByRole('radio').first()).toBeVisible()
    await expectAccessible(page)
  })
}

test('a download shows its progress, survives a reload, is cancelled, and another one ends', async ({
  open,
}) => {
  const mini = cluster.server('mini')
  mini.setBehaviour({ pullMs: 30_000, pullSteps: 300 })
  const { page } = await open(cluster.home)
  await openModels(page)
  await pull(page, 'qwen3:8b', 'mini')
  const bar = downloads(page).getByRole('progressbar')
  await expect(bar).toHaveAttribute('aria-valuenow', /\d+/)
  await expect(downloads(page)).toContainText(/ of .*GB|MB/)
  await expectAccessible(page)

  await page.reload()
  await expect(bar).toHaveAttribute('aria-valuenow', /\d+/)
  await page.getByRole('button', { name: /^Cancel pulling qwen3:8b/ }).click()
  await expect(downloads(page)).toBeHidden()
  await expect.poll(() => mini.stats.cancelledPulls).toBe(1)
  expect(held('mini')).not.toContain('qwen3:8b')

  mini.setBehaviour({ pullMs: 300 })
  await pull(page, 'qwen3:8b', 'mini')
  await expect(cell(page, 'qwen3:8b', 'mini')).toContainText('On disk')
  expect(held('mini')).toContain('qwen3:8b')
})

test('two downloads run at once', async ({ open }) => {
  for (const name of ['mini', 'gaming-pc'])
    cluster.server(name).setBehaviour({ pullMs: 30_000, pullSteps: 300 })
  const { page } = await open(cluster.home)
  await openModels(page)
  await pull(page, 'qwen3:8b', 'mini')
  await pull(page, 'qwen3:14b', 'gaming-pc')
  await expect(downloads(page).getByRole('listitem')).toHaveCount(2)
  await expect(downloads(page).getByRole('progressbar')).toHaveCount(2)
})

test('a model is loaded and unloaded, and deleted after a question that says where and how large', async ({
  open,
}) => {
  const { page } = await open(cluster.home)
  await openModels(page)
  const here = cell(page, 'qwen2.5:7b', 'gaming-pc')
  await here.click()
  await page.getByRole('menuitem', { name: 'Load', exact: true }).click()
  await expect(here).toContainText('Loaded')
  expect(isLoaded('gaming-pc', 'qwen2.5:7b')).toBe(true)
  await here.click()
  await page.getByRole('menuitem', { name: 'Unload' }).click()
  await expect(here).toContainText('On disk')
  expect(isLoaded('gaming-pc', 'qwen2.5:7b')).toBe(false)

  await here.click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  const question = page.getByRole('alertdialog')
  await expect(question).toContainText('gaming-pc')
  await expect(question).toContainText('4.7 GB')
  await expect(question).toContainText('It stays on mini')
  await expectAccessible(page)
  await question.getByRole('button', { name: 'Cancel' }).click()
  expect(held('gaming-pc')).toContain('qwen2.5:7b')

  await here.click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await question.getByRole('button', { name: 'Delete' }).click()
  await expect(here).toHaveAccessibleName(/is not on gaming-pc/)
  expect(held('gaming-pc')).not.toContain('qwen2.5:7b')
  expect(held('mini')).toContain('qwen2.5:7b')
})

test('the keyboard alone walks the table, acts on a cell and comes back to it', async ({ open }) => {
  const { page } = await open(cluster.home)
  await expect(page.getByRole('link', { name: 'Models', exact: true })).toBeVisible()
  await page.keyboard.press('Control+3')
  const first = page.getByRole('grid').getByRole('link', { name: /^llama3\.2:3b/ })
  await expect(first).toBeVisible()
  // The table is one stop of Tab, entered at its first model.
  for (let presses = 0; presses < 20 && !(await isFocused(first)); presses += 1)
    await page.keyboard.press('Tab')
  await expect(first).toBeFocused()
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowRight']) {
    await page.keyboard.press(key)
  }
  const target = cell(page, 'qwen2.5:7b', 'gaming-pc')
  await expect(target).toBeFocused()
  await expect(page.getByRole('tooltip')).toContainText('GB')
  await page.keyboard.press('Enter')
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('menuitem', { name: 'Load', exact: true })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(target).toContainText('Loaded')
  await expect(target).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(target).not.toBeFocused()
  await page.keyboard.press('Shift+Tab')
  await expect(target).toBeFocused()
})

test('a node that dies in mid-download says so, stays in sight, and the download can be tried again', async ({
  open,
}) => {
  const mini = cluster.server('mini')
  mini.setBehaviour({ pullMs: 30_000, pullSteps: 300 })
  const { page } = await open(cluster.home)
  await openModels(page)
  await pull(page, 'qwen3:8b', 'mini')
  await expect(downloads(page).getByRole('progressbar')).toHaveAttribute('aria-valuenow', /\d+/)
  await mini.stop()
  const alert = page.getByRole('alert').filter({ hasText: 'qwen3:8b could not be pulled to mini' })
  await expect(alert).toBeVisible()
  await expect(page.getByRole('columnheader', { name: /mini/ })).toContainText('Offline')
  await expect(cell(page, 'qwen2.5:7b', 'mini')).toContainText('Last seen')
  await expectAccessible(page)

  mini.setBehaviour({ pullMs: 200 })
  await mini.start()
  await expect(page.getByRole('columnheader', { name: /mini/ })).toContainText('Online')
  await alert.getByRole('button', { name: 'Try again' }).click()
  await expect(alert).toBeHidden()
  await expect(cell(page, 'qwen3:8b', 'mini')).toContainText('On disk')
})

test('with no node it says where to begin, and speaks of the engine', async ({ open, cleanUp }) => {
  const { home, remove } = await emptyHome()
  cleanUp(remove)
  const { page } = await open(home)
  await page.getByRole('button', { name: /skip/i }).click()
  await openModels(page)
  await expect(page.getByText('No node yet').first()).toBeVisible()
  await expect(page.getByRole('article', { name: 'Embedded engine' })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Add a node' }).click()
  await expect(page.getByRole('heading', { name: 'Cluster', level: 1 })).toBeVisible()
})

test('a node without the model it wants leads to the models, from its card and from the chat', async ({
  open,
}) => {
  const path = join(cluster.home, 'harombe.yaml')
  const text = await readFile(path, 'utf8')
  await writeFile(path, text.replaceAll(/name: ([a-z-]+), host/g, 'name: $1, model: absent:1b, host'))
  const { page } = await open(cluster.home)
  await expect(page.getByText('The nodes that answer do not have the model')).toBeVisible()
  await page.getByRole('link', { name: 'Cluster' }).click()
  const card = page.getByRole('article', { name: 'mini' })
  await expect(card).toContainText('Model missing')
  await expectAccessible(page)
  await card.getByRole('link', { name: 'Get a model' }).click()
  await expect(page.getByRole('heading', { name: 'Models', level: 1 })).toBeVisible()
})

test('an engine that is installed is put to use from its card', async ({ open, cleanUp }) => {
  const { home, remove } = await emptyHome()
  cleanUp(remove)
  const path = join(home, 'harombe.yaml')
  await pretendEngine(join(home, 'engine'))
  const { page } = await open(home)
  await page.getByRole('button', { name: /skip/i }).click()
  await openModels(page)
  const card = page.getByRole('article', { name: 'Embedded engine' })
  await expect(card).toContainText('does not answer with it yet')
  await expectAccessible(page)
  const use = card.getByRole('button', { name: 'Use it for this machine' })
  await use.click()
  await expect(use).toBeHidden()
  await expect(page.getByRole('button', { name: 'Get a model' }).first()).toBeVisible()
  expect(await readFile(path, 'utf8')).toBe(
    'server:\n  port: 0\ncluster:\n  local:\n    enabled: true\ninference:\n  backend: embedded\n',
  )
})

/** What an installation is recognised by; the engine is started by a question only, and none is asked. */
async function pretendEngine(folder: string): Promise<void> {
  const entry = join(folder, 'node_modules', 'node-llama-cpp', 'dist')
  await mkdir(entry, { recursive: true })
  await writeFile(join(entry, 'index.js'), '')
  await writeFile(join(folder, 'harombe-engine.json'), JSON.stringify({ version: '1.0.0', packages: [] }))
}

/** Asked once, without waiting: the element that has the focus may be none. */
async function isFocused(locator: Locator): Promise<boolean> {
  const focused: unknown = await locator.page().evaluate('document.activeElement?.id')
  return focused === (await locator.getAttribute('id'))
}
