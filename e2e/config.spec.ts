import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { expect, expectAccessible, type Look } from './app'
import type { TestCluster } from './cluster-fixture'
import { test } from './cluster-test'

const light: Look = { width: 1280, height: 800, colorScheme: 'light' }
const dark: Look = { width: 1280, height: 800, colorScheme: 'dark' }

const onDisk = ({ home }: TestCluster) => readFile(join(home, 'harombe.yaml'), 'utf8')
const textPane = (page: Page) => page.getByRole('textbox', { name: /harombe\.yaml/ })
const drawer = (page: Page) => page.getByRole('dialog')

async function openConfig(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Configuration' }).click()
  await expect(textPane(page)).toContainText('# my machines')
}

/** Runs a command by its name, as whoever knows no menu does. */
async function command(page: Page, name: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+k')
  const field = page.getByRole('combobox')
  await expect(field).toBeFocused()
  await page.keyboard.type(name)
  await expect(page.getByRole('option', { selected: true })).toContainText(name)
  await page.keyboard.press('Enter')
}

const applied = (page: Page) => expect(drawer(page)).toContainText('The machines are as harombe.yaml says.')

async function applyAll(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Apply', exact: true }).click()
  await drawer(page).getByRole('button', { name: 'Apply', exact: true }).click()
  await applied(page)
}

/** With the moves in between that a hand makes. */
async function drag(page: Page, from: Locator, to: Locator): Promise<void> {
  const [start, end] = [await from.boundingBox(), await to.boundingBox()]
  if (start === null || end === null) throw new Error('nothing to drag, or nowhere to drag it')
  await page.mouse.move(start.x + start.width / 2, start.y + start.height / 2)
  await page.mouse.down()
  await page.mouse.move(start.x + 20, start.y + 20, { steps: 4 })
  await page.mouse.move(end.x + end.width / 2, end.y + end.height / 2, { steps: 12 })
  await page.mouse.up()
}

test('by mouse a node is dragged, planned, applied, and taken back from the history', async ({ begin }) => {
  const { cluster, page } = await begin({ look: light })
  const before = await onDisk(cluster)
  await openConfig(page)
  await applyAll(page)
  await drawer(page).getByRole('button', { name: 'Plan again' }).click()
  await expect(drawer(page)).toContainText('Nothing to do')
  await drawer(page).getByRole('button', { name: 'Close' }).last().click()

  await drag(
    page,
    page.getByRole('button', { name: 'Move gaming-pc' }),
    page.getByRole('button', { name: 'Change workstation' }),
  )
  await expect(page.getByText('Not saved')).toBeVisible()
  expect(await onDisk(cluster)).toBe(before)
  await page.getByRole('button', { name: 'Plan', exact: true }).click()
  await expect(drawer(page)).toContainText(/move gaming-pc from .+ to .+/)
  await drawer(page).getByRole('radio', { name: 'Lines' }).click()
  await expect(drawer(page).getByRole('region', { name: /lines that differ/ })).toContainText('tier: 2')
  await expectAccessible(page)
  await drawer(page).getByRole('button', { name: 'Save and apply' }).click()
  await applied(page)
  const moved = await onDisk(cluster)
  expect(moved).not.toBe(before)
  expect(moved.split('\n').toSorted()).toEqual(
    before
      .replace(/(name: gaming-pc(?:\n.*){3}\n +tier: )1/, '$12')
      .split('\n')
      .toSorted(),
  )
  await drawer(page).getByRole('button', { name: 'Close' }).last().click()
  await expect(page.getByText('Saved, in force')).toBeVisible()

  await page.getByRole('button', { name: 'More about harombe.yaml' }).click()
  await page.getByRole('menuitem', { name: 'History…' }).click()
  await drawer(page)
    .getByRole('button', { name: /^Version 1 / })
    .click()
  await expectAccessible(page)
  await drawer(page).getByRole('button', { name: 'Plan going back to this' }).click()
  await drawer(page).getByRole('button', { name: 'Go back to version 1' }).click()
  await applied(page)
  expect(await onDisk(cluster)).toBe(before)
})

test('by keyboard alone it is applied, edited, undone and never applied while it is wrong', async ({
  begin,
}) => {
  const { cluster, page } = await begin({ look: dark })
  const before = await onDisk(cluster)
  await openConfig(page)
  await command(page, 'Apply harombe.yaml')
  await expect(drawer(page).getByRole('button', { name: 'Apply', exact: true })).toBeFocused()
  await expectAccessible(page)
  await page.keyboard.press('Enter')
  await applied(page)
  await page.keyboard.press('Escape')
  await expect(drawer(page)).toBeHidden()

  await page.getByRole('button', { name: 'Move mini' }).focus()
  await page.keyboard.press('Space')
  await expect(page.getByText(/^mini picked up/)).toBeAttached()
  await page.keyboard.press('ArrowRight')
  await expect(page.getByText(/^mini: Balanced/)).toBeAttached()
  await page.keyboard.press('Space')
  await expect(page.getByText('Not saved')).toBeVisible()
  await page.keyboard.press('ControlOrMeta+z')
  await expect(page.getByText('Saved, in force')).toBeVisible()

  await textPane(page).focus()
  await page.keyboard.press('ControlOrMeta+End')
  await page.keyboard.type('server: wrong')
  await expect(page.getByText(/^\d+ problems?$/).first()).toBeVisible()
  await command(page, 'Plan: what would harombe.yaml change?')
  await expect(drawer(page)).toContainText('The text has mistakes')
  await expect(drawer(page).getByRole('button', { name: 'Save and apply' })).toBeDisabled()
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  expect(await onDisk(cluster)).toBe(before)
  // What is wrong is not lost either.
  await page.reload()
  await expect(textPane(page)).toContainText('server: wrong')
  expect(await onDisk(cluster)).toBe(before)
})

test('a node that fails in mid-apply stops nobody else, and goes on where it was', async ({ begin }) => {
  const { cluster, page } = await begin()
  await openConfig(page)
  const gaming = cluster.machine('gaming-pc')
  await gaming.kill()
  await page.getByRole('button', { name: 'Apply', exact: true }).click()
  await drawer(page).getByRole('button', { name: 'Apply', exact: true }).click()
  await expect(drawer(page)).toContainText('Not all could be applied')
  const lane = (node: string) => drawer(page).getByRole('article', { name: `Steps of ${node}` })
  await expect(lane('gaming-pc')).toContainText('failed')
  await expect(lane('mini')).toContainText('done')
  await expect(lane('workstation')).toContainText('done')
  await gaming.revive()
  await drawer(page).getByRole('button', { name: 'Try again' }).click()
  await applied(page)
})

test('what an editor saves meanwhile is merged with the draft', async ({ begin }) => {
  const { cluster, page } = await begin()
  await openConfig(page)
  await textPane(page).focus()
  await page.keyboard.press('ControlOrMeta+Home')
  await page.keyboard.type('# from the window\n')
  const file = join(cluster.home, 'harombe.yaml')
  await writeFile(file, `${await onDisk(cluster)}# from an editor\n`)
  await expect(textPane(page)).toContainText('# from an editor')
  await expect(textPane(page)).toContainText('# from the window')
  await page.keyboard.type('\n\n\n')
  await command(page, 'Format harombe.yaml')
  await expect(textPane(page)).toContainText('# from the window')
  await textPane(page).focus()
  await page.keyboard.press('ControlOrMeta+s')
  await expect(page.getByText('Saved, in force')).toBeVisible()
  expect(await onDisk(cluster)).toMatch(/^# from the window\n\n# my machines\n[\s\S]*# from an editor\n$/)
})
