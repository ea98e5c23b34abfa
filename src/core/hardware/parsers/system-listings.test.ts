import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lspciDesktop } from '../fixtures/amd'
import { anyText } from '../fixtures/any-text'
import { ioregM4Pro, vmStat } from '../fixtures/apple'
import * as samples from '../fixtures/controllers'
import { parseGraphicsControllers } from './graphics-controllers'
import { parseIoreg } from './ioreg'
import { parseLspci } from './lspci'
import { parseVmStat } from './vm-stat'

describe('parseGraphicsControllers', () => {
  it('does not take borrowed memory for video memory', () => {
    const [integrated, discrete] = parseGraphicsControllers(samples.windowsHybridLaptop)
    expect(integrated).toMatchObject({ vendor: 'intel', memoryBytes: 0 })
    expect(discrete).toMatchObject({ vendor: 'nvidia', memoryBytes: 4096 * 1024 ** 2 })
  })

  it('believes what firmware sets aside for built-in Radeon graphics', () => {
    expect(parseGraphicsControllers(samples.windowsRadeon).map(gpu => gpu.memoryBytes)).toEqual([
      12272 * 1024 ** 2,
      512 * 1024 ** 2,
    ])
  })

  it('does not report a 20 GB card as one of 4 GB', () => {
    expect(parseGraphicsControllers(samples.windowsCapped)).toMatchObject([{ memoryBytes: null }])
  })

  it('leaves out displays that have no GPU', () => {
    expect(parseGraphicsControllers(samples.virtualMachine)).toEqual([])
  })

  it('takes whatever the library returns', () => {
    expect(parseGraphicsControllers(null)).toEqual([])
    expect(
      parseGraphicsControllers({ controllers: [{ model: 'AMD Radeon RX 6600', vram: 'N/A' }] }),
    ).toMatchObject([{ name: 'AMD Radeon RX 6600', vendor: 'amd', memoryBytes: null }])
    fc.assert(fc.property(fc.anything(), value => void parseGraphicsControllers(value)))
    fc.assert(
      fc.property(fc.array(fc.anything()), controllers => void parseGraphicsControllers({ controllers })),
    )
  })
})

describe('parseLspci', () => {
  it('names a card as it is sold, with its maker once', () => {
    expect(Object.fromEntries(parseLspci(lspciDesktop))).toMatchObject({
      '0000:00:02.0': 'Intel Iris Xe Graphics',
      '0000:01:00.0': 'NVIDIA GeForce RTX 3050 Ti Mobile',
      '0000:03:00.0': 'AMD Radeon RX 7900 XTX',
      '0000:04:00.0': 'Intel Arc A770',
    })
  })

  it('reads the line ends of any system and skips broken lines', () => {
    expect(parseLspci(`${lspciDesktop.replaceAll('\n', '\r\n')}0000:06:00.0 "VGA`).size).toBe(6)
    expect(parseLspci('pcilib: Cannot open /proc/bus/pci\n').size).toBe(0)
  })

  it('never throws', () => {
    fc.assert(fc.property(anyText, output => void parseLspci(output)))
    fc.assert(fc.property(fc.string(), rest => void parseLspci(`0000:01:00.0 "a" "${rest}" "${rest}"`)))
  })
})

describe('parseIoreg', () => {
  it('reads the load and the memory in use, not the one of the driver or the legend', () => {
    expect(parseIoreg(ioregM4Pro)).toEqual({ load: 0.16, memoryUsedBytes: 2363801600 })
  })

  it('says null where there is no accelerator', () => {
    expect(parseIoreg('')).toBeNull()
    expect(parseIoreg(ioregM4Pro.slice(0, 400))).toBeNull()
    expect(parseIoreg('"PerformanceStatistics" = {"Device Utilization %"=101}')).toEqual({
      load: null,
      memoryUsedBytes: null,
    })
  })

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), output => void parseIoreg(`"PerformanceStatistics" = {${output}`)))
  })
})

describe('parseVmStat', () => {
  it('counts applications, wired and compressed pages, and no file cache', () => {
    expect(parseVmStat(vmStat)).toBe((201_000 - 1_000 + 100_000 + 50_000) * 16_384)
  })

  it('says null rather than a part of the sum', () => {
    expect(parseVmStat('')).toBeNull()
    expect(parseVmStat(vmStat.slice(0, 500))).toBeNull()
    expect(parseVmStat(vmStat.replace('16384 bytes', 'unknown'))).toBeNull()
  })

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), output => void parseVmStat(output)))
  })
})
