import { existsSync, readFileSync } from 'node:fs'
import { join, matchesGlob } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { unpackedPath } from '../src/core/memory/recall/load-vectors'
import { appId } from '../src/main/lifecycle'
import { differingFuses, goldenFuses } from './fuses.mjs'
import { packageArguments, packageConfig } from './package-plan.mjs'

const projectRoot = join(import.meta.dirname, '..')
const read = (path: string) => readFileSync(join(projectRoot, path), 'utf8')
const builder = parse(read('electron-builder.yml'))
const manifest = JSON.parse(read('package.json'))

/** As sqlite-vec names its packages and files. */
function vectorExtension() {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const ending = { win32: 'dll', darwin: 'dylib' }[String(process.platform)] ?? 'so'
  const name = `sqlite-vec-${system}-${process.arch}`
  return { name, prebuilt: `node_modules/${name}/vec0.${ending}` }
}

describe('the packaged app', () => {
  it('has every fuse as the security design has it', () => {
    expect(goldenFuses).toEqual({
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
    })
    expect(builder.electronFuses).toEqual(goldenFuses)
    // Without these two there is nothing for the fuses to protect.
    expect(builder.asar).toBe(true)
    expect(builder).not.toHaveProperty('disableAsarIntegrity')
  })

  it('is made of files that exist', () => {
    const named: string[] = [
      builder.mac.icon,
      builder.mac.entitlements,
      builder.mac.entitlementsInherit,
      builder.win.icon,
      builder.linux.icon,
      ...builder.files,
      ...builder.asarUnpack,
    ]
    for (const pattern of named) {
      const [fixed = ''] = pattern.replace(/^!/, '').split(/\/?[*{!]/, 1)
      // The built files are made by the build, and of packages for one system only this one's is installed here.
      if (fixed === 'resources/update-key.pem' || /^out|^node_modules\/(?:node|sqlite-vec)-/.test(fixed))
        continue
      expect([pattern, existsSync(join(projectRoot, fixed))]).toEqual([pattern, true])
    }
  })

  it('leaves out every pinned Node', () => {
    for (const name of Object.keys(manifest.optionalDependencies).filter(name => name.startsWith('node-'))) {
      expect(builder.files).toContain(`!node_modules/${name}/**`)
    }
  })

  it('has what the system opens by itself beside the archive, where it is looked for', () => {
    const { name, prebuilt } = vectorExtension()
    expect(existsSync(join(projectRoot, prebuilt))).toBe(true)
    const patterns: string[] = builder.asarUnpack
    for (const file of ['node_modules/better-sqlite3/prebuilds/x.node', prebuilt])
      expect([file, patterns.some(pattern => matchesGlob(file, pattern))]).toEqual([file, true])
    const inside = join('/opt', 'harombe', 'resources', 'app.asar', 'node_modules', name)
    const beside = join('/opt', 'harombe', 'resources', 'app.asar.unpacked', 'node_modules', name)
    expect(unpackedPath(inside, path => path === beside)).toBe(beside)
    // A checkout has no archive.
    expect(unpackedPath(prebuilt, () => false)).toBe(prebuilt)
  })

  it('starts where package.json says and may use the local network on macOS', () => {
    expect(manifest.main).toBe('out/main/index.js')
    // Windows drops the notifications of an app whose shortcut has another id.
    expect(builder.appId).toBe(appId)
    expect(builder.files).toEqual(
      expect.arrayContaining(['out/main/**', 'out/preload/**', 'out/renderer/**']),
    )
    expect(builder.mac.extendInfo.NSLocalNetworkUsageDescription).toMatch(/network/)
    expect(builder.mac.extendInfo.NSBonjourServices).toEqual(['_harombe._tcp'])
    expect(builder.mac.hardenedRuntime).toBe(true)
    // Hardened for nothing, were libraries of others or memory that is written and run allowed.
    const entitlements = read(builder.mac.entitlements)
    expect([...entitlements.matchAll(/<key>(.*?)<\/key>/g)].map(([, key]) => key)).toEqual([
      'com.apple.security.cs.allow-jit',
    ])
    expect(builder.protocols).toEqual([{ name: 'harombe', schemes: ['harombe'] }])
  })
})

describe('what updates need of a package', () => {
  const place = {
    repository: 'somebody/harombe',
    homepage: 'https://example.org/harombe',
    electronDist: null,
  }
  const arguments_ = { configPath: '/dist/config.json', platform: 'linux', arch: 'x64', dir: false }

  it('is a source, where there is one, and the key they are signed with', () => {
    expect(builder.publish).toEqual({ provider: 'github', releaseType: 'draft' })
    expect(builder.files).toContain('resources/update-key.pem')
    expect(packageConfig(builder, place).publish).toEqual({
      provider: 'github',
      releaseType: 'draft',
      owner: 'somebody',
      repo: 'harombe',
    })
    expect(packageConfig(builder, { ...place, repository: null }).publish).toBeNull()
  })

  it('is a target the app can replace on every system, and Windows looking at the publisher', () => {
    // macOS unpacks updates from the zip, not from the dmg.
    expect(builder.mac.target).toEqual(expect.arrayContaining(['dmg', 'zip']))
    expect(builder.win.target).toEqual(['nsis'])
    expect(builder.linux.target).toEqual(['AppImage', 'deb'])
    expect(builder.win.verifyUpdateCodeSignature).toBe(true)
    expect(builder.nsis.deleteAppDataOnUninstall).toBe(false)
  })

  it('never publishes from here, and builds nothing but the app in a dry run', () => {
    const usual = packageArguments({ ...arguments_, homepage: place.homepage })
    expect(usual).toEqual(['--config', '/dist/config.json', '--x64', '--publish=never'])
    expect(packageArguments({ ...arguments_, dir: true, homepage: null })).toContain('--dir')
    // A deb without a home page is refused by its own tools.
    expect(packageArguments({ ...arguments_, homepage: null }).slice(-2)).toEqual(['--linux', 'AppImage'])
  })
})

describe('differingFuses', () => {
  const golden = '01001100'
  const binary = (wire: string, version = 1) =>
    Buffer.concat([
      Buffer.from('…code…dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
      Buffer.from([version, wire.length]),
      Buffer.from(wire),
      Buffer.from('…code…'),
    ])

  it('finds nothing in a binary that is as it must be, whatever fuses were added behind', () => {
    expect(differingFuses(binary(golden))).toEqual([])
    expect(differingFuses(binary(`${golden}1`))).toEqual([])
  })

  it('names what differs', () => {
    expect(differingFuses(binary('11001000'))).toEqual(['runAsNode', 'onlyLoadAppFromAsar'])
    // `r` marks a fuse that was removed from this Electron: it is not on.
    expect(differingFuses(binary('0r001100'))).toEqual(['enableCookieEncryption'])
  })

  it('refuses what it cannot read', () => {
    expect(() => differingFuses(Buffer.from('no electron'))).toThrow('no Electron binary')
    expect(() => differingFuses(binary(golden, 2))).toThrow('layout 2')
    expect(() => differingFuses(binary('0100'))).toThrow('4 fuses')
  })
})
