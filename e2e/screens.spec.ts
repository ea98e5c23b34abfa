import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { de } from '../src/shared/texts/de'
import { en } from '../src/shared/texts/en'
import { expect, expectAccessible, type Look, test } from './app'
import { emptyHome } from './cluster-fixture'
import { fullWorld, type Screen, screens } from './screens/screens'
import { serveWorld } from './screens/serve-world'
import { now, type World } from './screens/world'

const looks = {
  light: { width: 1280, height: 800, colorScheme: 'light' },
  dark: { width: 1280, height: 800, colorScheme: 'dark' },
  phone: { width: 360, height: 740, colorScheme: 'light' },
} as const satisfies Record<string, Look>

/** Fonts are the page's own, but edges are drawn as the system draws them. */
const drawsAlike = process.platform === 'linux'

interface Walk {
  page: Page
  /** Loads a screen anew and waits until it is there. */
  show(screen: Screen): Promise<void>
}

async function walk(page: Page): Promise<Walk> {
  const { origin } = new URL(page.url())
  let world: World = fullWorld
  await serveWorld(page, () => world)
  await page.clock.setFixedTime(now)
  return {
    page,
    async show(screen) {
      world = screen.world ?? fullWorld
      // From another document, so that nothing of the screen before is left.
      await page.goto('about:blank')
      await page.goto(`${origin}/${screen.hash}`)
      await screen.reach?.(page)
      if (screen.shows !== null) await expect(page.getByText(screen.shows).last()).toBeAttached()
      // By its element: behind a dialog it has no role.
      else await expect(page.locator('main :is(button, select, input, textarea)').first()).toBeAttached()
    },
  }
}

async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const over = await page.locator('html').evaluate(root => root.scrollWidth - root.clientWidth)
  expect.soft(over, 'pixels wider than the window').toBeLessThanOrEqual(0)
}

for (const [name, look] of Object.entries(looks)) {
  test(`every screen looks as it was approved and is accessible (${name})`, async ({ open, cleanUp }) => {
    test.setTimeout(240_000)
    const { home, remove } = await emptyHome()
    cleanUp(remove)
    const { page, show } = await walk((await open(home, look)).page)
    for (const screen of screens) {
      await test.step(screen.name, async () => {
        await show(screen)
        if (drawsAlike) await expect.soft(page).toHaveScreenshot(`${screen.name}-${name}.png`)
        await expectNoSidewaysScroll(page)
        await expectAccessible(page)
      })
    }
  })
}

test('there is a picture of every screen in every look, and of nothing else', async () => {
  test.info().skip(!drawsAlike, 'the pictures of the screens were taken on Linux and are only compared there')
  const wanted = screens.flatMap(({ name }) => Object.keys(looks).map(look => `${name}-${look}.png`))
  expect(await readdir(join(import.meta.dirname, 'pictures'))).toEqual(wanted.toSorted())
})

type Texts = { readonly [key: string]: string | Texts }

const sentences = (texts: Texts): string[] =>
  Object.values(texts).flatMap(text => (typeof text === 'string' ? [text] : sentences(text)))

/** Texts of the English catalogue that the German one nowhere uses, but for those that names and figures are put into. */
function englishOnly(): ReadonlySet<string> {
  const german = new Set(sentences(de))
  return new Set(sentences(en).filter(text => !german.has(text) && !text.includes('{{')))
}

/** What can be read or heard of the page. */
async function spokenTexts(page: Page): Promise<string[]> {
  const seen = (await page.locator('body').innerText()).split('\n')
  const named = await Promise.all(
    ['aria-label', 'title', 'placeholder', 'alt'].map(attribute =>
      page
        .locator(`[${attribute}]`)
        .evaluateAll(
          (elements, name) => elements.map(element => element.getAttribute(name) ?? ''),
          attribute,
        ),
    ),
  )
  return [await page.title(), ...seen, ...named.flat()].map(text => text.trim()).filter(text => text !== '')
}

test('every screen speaks German where German is asked for', async ({ open, cleanUp }) => {
  test.setTimeout(240_000)
  const { home, remove } = await emptyHome()
  cleanUp(remove)
  const look: Look = { width: 900, height: 600, colorScheme: 'dark', locale: 'de-DE' }
  const { page, show } = await walk((await open(home, look)).page)
  const english = englishOnly()
  for (const { reach, ...screen } of screens) {
    // By what a person would press, which has another name in German.
    if (reach !== undefined) continue
    await test.step(screen.name, async () => {
      await show(screen)
      const left = (await spokenTexts(page)).filter(text => english.has(text))
      expect.soft(left, 'English on a German page').toEqual([])
      await expectNoSidewaysScroll(page)
    })
  }
})
