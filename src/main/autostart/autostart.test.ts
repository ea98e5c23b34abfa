import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { english } from '../../shared/texts/english'
import { asElectron } from '../testing/fixtures'
import { type AutostartOptions, createAutostart, startsHidden } from './autostart'
import { autostartEntry, isAutostartOn } from './desktop-entry'

let home = ''
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'harombe-autostart-'))
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

function optionsOn(
  platform: NodeJS.Platform,
  changes: { isPackaged?: boolean; env?: NodeJS.ProcessEnv } = {},
) {
  let openAtLogin = false
  const setLoginItemSettings = vi.fn((settings: { openAtLogin?: boolean }) => {
    openAtLogin = settings.openAtLogin ?? false
  })
  const app = asElectron<AutostartOptions['app']>({
    isPackaged: changes.isPackaged ?? true,
    getLoginItemSettings: () => ({ openAtLogin, wasOpenedAtLogin: platform === 'darwin' }),
    setLoginItemSettings,
  })
  const { env = {} } = changes
  return { app, platform, env, home, execPath: '/opt/harombe/harombe', t: english, setLoginItemSettings }
}

describe('starting with the computer', () => {
  it('is a file of the autostart folder on Linux, which others may switch off', () => {
    const autostart = createAutostart(optionsOn('linux'))
    const path = join(home, '.config', 'autostart', 'harombe.desktop')
    expect(autostart.isOn()).toBe(false)
    autostart.set(true)
    expect(autostart.isOn()).toBe(true)
    expect(readFileSync(path, 'utf8')).toContain('Exec="/opt/harombe/harombe" "--hidden"\n')
    writeFileSync(path, readFileSync(path, 'utf8').replace('enabled=true', 'enabled=false'))
    expect(autostart.isOn()).toBe(false)
    autostart.set(true)
    autostart.set(false)
    expect(existsSync(path)).toBe(false)
    autostart.set(false)
  })

  it('is off where the file cannot be read, and no name of a folder adds a line to it', () => {
    const path = join(home, '.config', 'autostart', 'harombe.desktop')
    mkdirSync(path, { recursive: true })
    expect(createAutostart(optionsOn('linux')).isOn()).toBe(false)
    const command = ['/home/a/x\nExec=other\r\n/harombe']
    const entry = autostartEntry({ command, name: 'harombe', comment: '' })
    expect(entry.split(/[\r\n]+/).filter(line => line.startsWith('Exec='))).toEqual([
      String.raw`Exec="/home/a/x\nExec=other\r\n/harombe"`,
    ])
  })

  it('starts the AppImage itself, from the folder the user configured', () => {
    const env = { APPIMAGE: '/home/a/harombe 1.0.AppImage', XDG_CONFIG_HOME: join(home, 'config') }
    createAutostart(optionsOn('linux', { env })).set(true)
    const entry = readFileSync(join(home, 'config', 'autostart', 'harombe.desktop'), 'utf8')
    expect(entry).toContain('Exec="/home/a/harombe 1.0.AppImage" "--hidden"\n')
  })

  it.each(['darwin', 'win32'] as const)('is asked of the system on %s', platform => {
    const options = optionsOn(platform)
    const autostart = createAutostart(options)
    autostart.set(true)
    expect(autostart.isOn()).toBe(true)
    expect(options.setLoginItemSettings).toHaveBeenCalledExactlyOnceWith(
      platform === 'win32' ? { openAtLogin: true, args: ['--hidden'] } : { openAtLogin: true },
    )
  })

  it('is not offered by a checkout', () => {
    const autostart = createAutostart(optionsOn('linux', { isPackaged: false }))
    autostart.set(true)
    expect(autostart.isOn()).toBeNull()
    expect(existsSync(join(home, '.config'))).toBe(false)
  })

  it('shows no window at such a start', () => {
    expect(startsHidden(optionsOn('linux').app, 'linux', ['harombe', '--hidden'])).toBe(true)
    expect(startsHidden(optionsOn('linux').app, 'linux', ['harombe'])).toBe(false)
    expect(startsHidden(optionsOn('darwin').app, 'darwin', ['harombe'])).toBe(true)
  })
})

describe('the desktop entry', () => {
  it.each(['/a/b', '/with space/x', '/q"uote', '/dollar$HOME', '/back\\slash', '/tick`id`', '/100%f'])(
    'runs exactly %s',
    path => {
      const line =
        /^Exec=(.*)$/m.exec(autostartEntry({ command: [path], name: 'n', comment: 'c' }))?.[1] ?? ''
      // What a desktop does: the escapes of a string value first, field codes last; between, a shell's double quotes.
      const value = line.replaceAll('\\\\', '\\')
      const run = execFileSync('sh', ['-c', `printf %s ${value}`]).toString()
      expect(run.replaceAll('%%', '%')).toBe(path)
    },
  )

  it('is one line a key, whatever the text', () => {
    const entry = autostartEntry({ command: ['/a'], name: 'n', comment: 'one\nExec=/bin/evil' })
    expect(entry.match(/^Exec=/gm)).toHaveLength(1)
    expect(isAutostartOn(entry)).toBe(true)
    expect(isAutostartOn(`${entry}Hidden=true\n`)).toBe(false)
  })
})
