import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, test } from './app'

/** What only Electron itself can prove; its double proves the rest in src/main/built-main.test.ts. */

let home = ''
test.beforeEach(({ cleanUp }) => {
  home = mkdtempSync(join(tmpdir(), 'harombe-e2e-'))
  cleanUp(() => rmSync(home, { recursive: true, force: true }))
})

/** Runs a script's text in the page, so that the page's own globals need no types here. */
const inPage = <T>(page: Page, script: string): Promise<T> => page.evaluate(script)

test('the page has an origin of its own and nothing of Node or Electron', async ({ open }) => {
  const { page } = await open(home)
  await expect(page.locator('#root > *').first()).toBeVisible()
  expect(await inPage(page, 'location.origin')).toBe('harombe://app')
  expect(await inPage(page, 'isSecureContext')).toBe(true)
  expect(await inPage(page, 'JSON.stringify(window.harombe)')).toBe('{"desktop":true}')
  expect(await inPage(page, '[typeof require, typeof process, typeof module]')).toEqual([
    'undefined',
    'undefined',
    'undefined',
  ])
})

test('the page cannot leave and cannot open windows', async ({ open }) => {
  const { page } = await open(home)
  expect(await inPage(page, "window.open('about:blank') === null")).toBe(true)
  await inPage(page, "void (location.href = 'harombe://evil/')")
  await inPage(page, "void (location.hash = '#/cluster')")
  await expect.poll(() => inPage(page, 'location.href')).toBe('harombe://app/#/cluster')
})

test('the page has no power it does not need', async ({ open }) => {
  const { page } = await open(home)
  const state = (name: string) =>
    inPage(page, `navigator.permissions.query({ name: '${name}' }).then(({ state }) => state)`)
  for (const name of ['geolocation', 'camera', 'microphone', 'notifications', 'clipboard-read']) {
    expect([name, await state(name)]).toEqual([name, 'denied'])
  }
})
