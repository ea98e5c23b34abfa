import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { shippedPaths } from '../src/main/paths'

const projectRoot = join(import.meta.dirname, '..')
const states = ['idle', 'answering', 'attention', 'paused', 'offline'] as const

/** Width and height of a PNG, from its header. */
function pngSize(png: Buffer): [number, number] {
  expect(png.subarray(1, 4).toString()).toBe('PNG')
  return [png.readUInt32BE(16), png.readUInt32BE(20)]
}

const fileSize = (path: string) => pngSize(readFileSync(path))

function icoSizes(path: string): number[] {
  const ico = readFileSync(path)
  expect(ico.readUInt32LE(0)).toBe(0x10000)
  return Array.from({ length: ico.readUInt16LE(4) }, (_, index) => {
    const entry = 6 + 16 * index
    const png = ico.subarray(ico.readUInt32LE(entry + 12)).subarray(0, ico.readUInt32LE(entry + 8))
    const [width] = pngSize(png)
    expect(ico.readUInt8(entry)).toBe(width % 256)
    return width
  })
}

function icnsSizes(path: string): Record<string, number> {
  const icns = readFileSync(path)
  expect(icns.toString('ascii', 0, 4)).toBe('icns')
  expect(icns.readUInt32BE(4)).toBe(icns.length)
  const sizes: Record<string, number> = {}
  for (let at = 8; at < icns.length; at += icns.readUInt32BE(at + 4)) {
    sizes[icns.toString('ascii', at, at + 4)] = pngSize(icns.subarray(at + 8))[0]
  }
  return sizes
}

describe('the icons', () => {
  it('show what their drawings show', () => {
    const result = spawnSync(process.execPath, [join(projectRoot, 'scripts', 'render-icons.mjs'), '--check'])
    expect(result.stdout.toString()).toBe('stale: none\n')
    expect(result.status).toBe(0)
  })

  it('are there for every state of the tray on every system', () => {
    for (const state of states) {
      const mac = shippedPaths(projectRoot, 'darwin').trayIcon(state)
      // The name is what makes macOS treat it as a mask, and what it finds the sharper one by.
      expect(mac).toMatch(/Template\.png$/)
      expect(fileSize(mac)).toEqual([16, 16])
      expect(fileSize(mac.replace('.png', '@2x.png'))).toEqual([32, 32])
      const linux = shippedPaths(projectRoot, 'linux').trayIcon(state)
      expect(fileSize(linux)).toEqual([24, 24])
      expect(fileSize(linux.replace('.png', '@2x.png'))).toEqual([48, 48])
      expect(icoSizes(shippedPaths(projectRoot, 'win32').trayIcon(state))).toEqual([16, 20, 24, 32, 48])
    }
  })

  it('tell the states apart without colour', () => {
    const masks = states.map(state =>
      readFileSync(shippedPaths(projectRoot, 'darwin').trayIcon(state)).toString('base64'),
    )
    expect(new Set(masks).size).toBe(states.length)
  })

  it('of the app are packed in every size their system asks for', () => {
    expect(icoSizes(join(projectRoot, 'resources', 'icon.ico'))).toEqual([
      16, 20, 24, 32, 40, 48, 64, 128, 256,
    ])
    expect(icnsSizes(join(projectRoot, 'resources', 'icon.icns'))).toEqual({
      icp4: 16,
      icp5: 32,
      icp6: 64,
      ic07: 128,
      ic08: 256,
      ic09: 512,
      ic10: 1024,
      ic11: 32,
      ic12: 64,
      ic13: 256,
      ic14: 512,
    })
    for (const size of [16, 22, 24, 32, 48, 64, 128, 256, 512, 1024]) {
      const path = join(projectRoot, 'resources', 'icons', `${size}x${size}.png`)
      expect(fileSize(path)).toEqual([size, size])
    }
    for (const platform of ['win32', 'linux'] as const) {
      expect(existsSync(shippedPaths(projectRoot, platform).windowIcon)).toBe(true)
    }
    const page = join(projectRoot, 'src', 'renderer', 'public')
    for (const size of [192, 512]) {
      expect(fileSize(join(page, `icon-${size}.png`))).toEqual([size, size])
      expect(fileSize(join(page, `icon-maskable-${size}.png`))).toEqual([size, size])
    }
    expect(fileSize(join(page, 'apple-touch-icon.png'))).toEqual([180, 180])
  })
})
