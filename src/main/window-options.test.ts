import { describe, expect, it } from 'vitest'
import { windowOptions } from './window-options'

const options = (platform: NodeJS.Platform, dark = false) =>
  windowOptions({
    platform,
    preloadPath: '/app/out/preload/index.cjs',
    iconPath: '/app/resources/icon.ico',
    dark,
    developerTools: false,
  })

describe('windowOptions', () => {
  it('spells out every security switch', () => {
    expect(options('linux').webPreferences).toEqual({
      preload: '/app/out/preload/index.cjs',
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      safeDialogs: true,
      devTools: false,
      spellcheck: false,
    })
  })

  it('checks spelling only where that downloads nothing', () => {
    expect(options('darwin').webPreferences?.spellcheck).toBe(true)
    expect(options('win32').webPreferences?.spellcheck).toBe(false)
  })

  it('keeps its place under a name, without which Electron keeps nothing', () => {
    expect(options('linux')).toMatchObject({ name: 'main', windowStatePersistence: true, show: false })
  })

  it('starts on the ground colour of the page', () => {
    expect(options('linux', true).backgroundColor).not.toBe(options('linux', false).backgroundColor)
    expect(options('darwin')).not.toHaveProperty('icon')
  })
})
