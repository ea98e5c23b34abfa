import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findNpm, type NpmSurroundings } from './find-npm'
import { prepareInstallation } from './lockfile'
import { choosePackages, type Platform, thisPlatform } from './platform-packages'

const shipped = (name: string) => readFileSync(join(process.cwd(), 'resources', 'engine', name), 'utf8')
const manifest = shipped('package.json')
const lock = shipped('package-lock.json')
const on = (platform: NodeJS.Platform, arch: string, isMusl = false): Platform => ({ platform, arch, isMusl })

describe('the packages of a machine', () => {
  it.each([
    ['linux', 'x64', ['@node-llama-cpp/linux-x64']],
    ['linux', 'arm64', ['@node-llama-cpp/linux-arm64']],
    ['darwin', 'arm64', ['@node-llama-cpp/mac-arm64-metal']],
    ['win32', 'x64', ['@node-llama-cpp/win-x64']],
  ] as const)('are the one for %s on %s', (platform, arch, packages) => {
    expect(choosePackages(on(platform, arch), undefined)).toEqual(packages)
  })

  it('are more where an accelerator was asked for, and there is one', () => {
    expect(choosePackages(on('linux', 'x64'), 'vulkan')).toEqual([
      '@node-llama-cpp/linux-x64',
      '@node-llama-cpp/linux-x64-vulkan',
    ])
    expect(choosePackages(on('win32', 'x64'), 'cuda')).toHaveLength(3)
  })

  it.each([
    [on('darwin', 'arm64'), 'cuda'],
    [on('linux', 'x64', true), undefined],
    [on('freebsd', 'x64'), undefined],
  ] as const)('are none for %j with %s, and that is said', (platform, extra) => {
    expect(() => choosePackages(platform, extra)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }))
  })

  it('are known for the machine these tests run on', () => {
    expect(choosePackages(thisPlatform(), undefined)).toHaveLength(1)
  })
})

describe('the lock that is shipped', () => {
  const { packages } = JSON.parse(lock)

  it('names no registry and pins every package by its content', () => {
    for (const [path, entry] of Object.entries<Record<string, unknown>>(packages)) {
      expect([path, 'resolved' in entry]).toEqual([path, false])
      if (path !== '') expect([path, entry.integrity]).toEqual([path, expect.stringMatching(/^sha512-/)])
      expect([path, entry.hasInstallScript ?? false]).toEqual([path, path === 'node_modules/node-llama-cpp'])
    }
  })

  it('is cut down to what one machine needs', () => {
    const chosen = choosePackages(on('linux', 'x64'), undefined)
    const prepared = prepareInstallation(manifest, lock, chosen)
    const cut = JSON.parse(prepared.packageLock).packages
    const platformPackages = Object.keys(cut).filter(path => path.includes('@node-llama-cpp/'))
    expect(platformPackages).toEqual(['node_modules/@node-llama-cpp/linux-x64'])
    expect(cut['node_modules/node-llama-cpp'].optionalDependencies).toEqual({
      '@node-llama-cpp/linux-x64': prepared.version,
    })
    // Optional packages may fail to install without a word.
    expect(cut['node_modules/@node-llama-cpp/linux-x64'].optional).toBeUndefined()
    expect(cut[''].dependencies).toEqual(JSON.parse(prepared.packageJson).dependencies)
    expect(prepared.unpinned).toEqual([])
  })

  it('asks by version for a package it does not know, and says that it is not pinned', () => {
    const chosen = ['@node-llama-cpp/mac-arm64-metal']
    const without = JSON.parse(lock)
    delete without.packages['node_modules/@node-llama-cpp/mac-arm64-metal']
    const { packageLock, packageJson, unpinned, version } = prepareInstallation(
      manifest,
      JSON.stringify(without),
      chosen,
    )
    expect(JSON.parse(packageLock).packages[`node_modules/${chosen[0]}`]).toEqual({ version })
    expect(JSON.parse(packageJson).dependencies).toMatchObject({ [String(chosen[0])]: version })
    expect(unpinned).toEqual(chosen)
  })
})

describe('npm', () => {
  const place = (files: string[], more: Partial<NpmSurroundings> = {}): NpmSurroundings => ({
    platform: 'linux',
    env: { PATH: '/home/me/bin:/usr/local/bin' },
    node: '/opt/node/bin/node',
    exists: path => files.includes(path),
    realPath: path => path,
    ...more,
  })
  const script = '/usr/lib/node_modules/npm/bin/npm-cli.js'

  it('is run by the Node that runs us, wherever it is installed', () => {
    const linked = { realPath: (path: string) => (path === '/usr/local/bin/npm' ? script : path) }
    expect(findNpm(place(['/usr/local/bin/npm', script], linked))).toEqual({
      command: '/opt/node/bin/node',
      args: [script],
      shell: false,
    })
    expect(findNpm(place([script], { env: { npm_execpath: script, PATH: '' } }))?.args).toEqual([script])
  })

  it('is run by itself where we cannot run a script', () => {
    const inElectron = place(['/usr/local/bin/npm'], { node: null })
    expect(findNpm(inElectron)).toEqual({ command: '/usr/local/bin/npm', args: [], shell: false })
  })

  it('is found where programs that were started from a dock do not look', () => {
    const mac = place(['/opt/homebrew/bin/npm'], { platform: 'darwin', env: {}, node: null })
    expect(findNpm(mac)?.command).toBe('/opt/homebrew/bin/npm')
  })

  it('is none where there is none', () => {
    expect(findNpm(place([]))).toBeNull()
    // Somebody else's tool, which has another idea of `ci`.
    expect(findNpm(place(['/x/pnpm.cjs'], { env: { npm_execpath: '/x/pnpm.cjs', PATH: '' } }))).toBeNull()
  })
})
