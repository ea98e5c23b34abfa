import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyText } from '../fixtures/any-text'
import * as samples from '../fixtures/nvidia'
import { parseNvidiaSmi } from './nvidia-smi'

const mebibyte = 1024 ** 2
const rtx3060 = {
  name: 'NVIDIA GeForce RTX 3060',
  memoryBytes: 12288 * mebibyte,
  memoryUsedBytes: 811 * mebibyte,
  load: 0.03,
  memoryNotApplicable: false,
}

describe('parseNvidiaSmi', () => {
  it('reads a card with its memory in MiB and its load as a fraction', () => {
    expect(parseNvidiaSmi(samples.rtx3060)).toEqual({ rows: [rtx3060], unreadable: [] })
  })

  it('reads the line ends of Windows', () => {
    const { rows, unreadable } = parseNvidiaSmi(samples.rtx5090Windows)
    expect(rows).toMatchObject([{ name: 'NVIDIA GeForce RTX 5090', load: 0 }])
    expect(unreadable).toEqual([])
  })

  it('keeps equal cards apart', () => {
    expect(parseNvidiaSmi(samples.twoA100).rows.map(row => row.load)).toEqual([0, 0.98])
  })

  it.each([
    ['MIG', samples.a100Mig, { memoryBytes: 40960 * mebibyte, load: null, memoryNotApplicable: false }],
    ['GB10', samples.gb10, { memoryBytes: null, load: 0.04, memoryNotApplicable: true }],
    ['Jetson', samples.jetsonOrin, { name: 'Orin (nvgpu)', memoryBytes: null, memoryNotApplicable: true }],
    ['old Tesla', samples.teslaNotSupported, { memoryBytes: null, load: null, memoryNotApplicable: true }],
    ['refusal', samples.noPermission, { memoryBytes: null, load: 0, memoryNotApplicable: false }],
  ])('tells a figure that does not exist from one that is withheld: %s', (_machine, output, expected) => {
    const { rows, unreadable } = parseNvidiaSmi(output)
    expect(rows).toMatchObject([expected])
    expect(unreadable).toEqual([])
  })

  it.each([
    ['decimal commas and grouped thousands', samples.localized, { ...rtx3060, load: 0.035 }],
    ['units in spite of nounits', samples.withUnits, rtx3060],
    ['commas without spaces', samples.withoutSpaces, rtx3060],
  ])('reads %s', (_style, output, expected) => {
    expect(parseNvidiaSmi(output)).toEqual({ rows: [expected], unreadable: [] })
  })

  it('does not take a cut-off figure for a small card', () => {
    const { rows, unreadable } = parseNvidiaSmi(samples.truncated)
    expect(rows).toHaveLength(1)
    expect(unreadable).toEqual(['NVIDIA GeForce RTX 3090, 245'])
    expect(parseNvidiaSmi(samples.truncatedAfterTotal).rows).toEqual([])
  })

  it('keeps the good cards when one is lost, and what was said of the lost one', () => {
    const { rows, unreadable } = parseNvidiaSmi(samples.oneCardLost)
    expect(rows).toHaveLength(1)
    expect(unreadable[0]).toContain('Unable to determine the device handle')
  })

  it.each([samples.driverNotRunning, samples.versionMismatch, samples.noDevices, samples.garbage])(
    'sees no card in %j',
    output => {
      const { rows, unreadable } = parseNvidiaSmi(output)
      expect(rows).toEqual([])
      expect(unreadable.length).toBeGreaterThan(0)
    },
  )

  it('sees nothing at all in an empty output', () => {
    expect(parseNvidiaSmi('')).toEqual({ rows: [], unreadable: [] })
    expect(parseNvidiaSmi('\r\n \n')).toEqual({ rows: [], unreadable: [] })
  })

  it('never throws and never reports a negative or absurd figure', () => {
    const column = fc.oneof(fc.string(), fc.constantFrom('[N/A]', '-5', '1e308', '9'.repeat(20)), fc.nat())
    const line = fc.array(column, { maxLength: 6 }).map(columns => columns.join(', '))
    fc.assert(
      fc.property(
        fc.oneof(
          anyText,
          fc.array(line).map(lines => lines.join('\n')),
        ),
        output => {
          for (const row of parseNvidiaSmi(output).rows) {
            expect(row.memoryBytes ?? 0).toSatisfy((bytes: number) => bytes >= 0 && bytes <= 1024 ** 5)
            expect(row.load ?? 0).toSatisfy((load: number) => load >= 0 && load <= 1)
          }
        },
      ),
    )
  })
})
