import { expect, it } from 'vitest'
import { createMainTexts } from './texts'

it('speaks what is wanted at once, and what the system speaks when nothing is', () => {
  const texts = createMainTexts(['de-AT', 'en'])
  expect(texts.t('desktop.tray.quit')).toBe('Quit harombe')
  texts.speak('system')
  expect(texts.t('desktop.tray.quit')).toBe('harombe beenden')
  texts.speak('en')
  expect(texts.t('desktop.tray.quit')).toBe('Quit harombe')
  expect(texts.language()).toBe('en')
})
