import { describe, expect, it } from 'vitest'
import { loadConfig } from './load-config'
import { conflictMarkers, mergeTexts } from './merge-texts'

const base = `# mine
server:
  port: 8000 # ours
model:
  name: auto
cluster:
  nodes:
    - name: mini
      tier: 0
    - name: tower
      tier: 2
`

describe('mergeTexts', () => {
  it('takes both sides where they changed different lines', () => {
    const merged = mergeTexts(base, base.replace('8000', '9000'), base.replace('tier: 2', 'tier: 1'))
    expect(merged).toEqual({
      isMerged: true,
      text: base.replace('8000', '9000').replace('tier: 2', 'tier: 1'),
      conflicts: [],
      problems: [],
    })
  })

  it('takes a change that both made once', () => {
    const same = base.replace('8000', '9000')
    expect(mergeTexts(base, same, same.replace('auto', 'x')).text).toBe(same.replace('auto', 'x'))
  })

  it('shows where both changed the same line, with what each wrote, and says where that stands', () => {
    const merged = mergeTexts(base, base.replace('8000', '9000'), base.replace('8000', '7000'))
    expect(merged.isMerged).toBe(false)
    expect(merged.conflicts).toEqual([
      {
        mine: '  port: 9000 # ours\n',
        base: '  port: 8000 # ours\n',
        theirs: '  port: 7000 # ours\n',
        line: 3,
      },
    ])
    expect(merged.text.split('\n')[2]).toBe(conflictMarkers.mine)
    expect(loadConfig(merged.text).config).toBeNull()
  })

  it('does not call a result merged that is no configuration: both added a node of the same name', () => {
    const added = `${base}    - name: office\n`
    const alsoAdded = base.replace('    - name: mini', '    - name: office\n      tier: 1\n    - name: mini')
    const merged = mergeTexts(base, added, alsoAdded)
    expect(merged.conflicts).toEqual([])
    expect(merged.isMerged).toBe(false)
    expect(merged.problems[0]?.message).toContain('office')
  })

  it('keeps what was typed on a last line without line end apart from the markers', () => {
    const merged = mergeTexts('a: 1', 'a: 2', 'a: 3')
    expect(merged.text).toBe(
      `${conflictMarkers.mine}\na: 2\n${conflictMarkers.between}\na: 3\n${conflictMarkers.theirs}\n`,
    )
  })

  it('keeps Windows line ends', () => {
    const windows = base.replaceAll('\n', '\r\n')
    const merged = mergeTexts(windows, windows.replace('8000', '9000'), windows.replace('auto', 'x'))
    expect(merged.text).toBe(windows.replace('8000', '9000').replace('auto', 'x'))
  })
})
