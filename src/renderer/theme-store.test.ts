import { expect, it } from 'vitest'
import beforeFirstPaint from './public/theme.js?raw'
import { themeStorageKey, toThemeChoice } from './theme-store'

it('follows the system for anything it does not know', () => {
  expect(toThemeChoice('dark')).toBe('dark')
  expect(toThemeChoice('<script>')).toBe('system')
  expect(toThemeChoice(null)).toBe('system')
})

it('stores under the name that public/theme.js reads before the first paint', () => {
  expect(beforeFirstPaint).toContain(`localStorage.getItem('${themeStorageKey}')`)
})
