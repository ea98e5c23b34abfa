import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isPrivate } from '../../core/testing/file-mode'
import { openHistory } from './history-file'

let folder: string
const path = () => join(folder, 'chat-history')
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'harombe-history-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('what was typed before', () => {
  it('is there the next time, newest first, private, several lines as one', () => {
    const first = openHistory(folder)
    for (const entry of ['one', 'two\nlines', 'one', '  ']) first.add(entry)
    expect(openHistory(folder).entries()).toEqual(['one', 'two\nlines'])
    expect(isPrivate(path())).toBe(true)
  })

  it('holds a thousand, and the file does not grow for ever', () => {
    writeFileSync(path(), Array.from({ length: 5000 }, (_, index) => `"entry ${index}"\n`).join(''))
    const history = openHistory(folder)
    expect(history.entries()).toHaveLength(1000)
    expect(history.entries()[0]).toBe('entry 4999')
    expect(readFileSync(path(), 'utf8').split('\n')).toHaveLength(1001)
  })

  it('is no reason to stop where the file is damaged or cannot be written', () => {
    writeFileSync(path(), '"good"\n{broken\n7\n')
    expect(openHistory(folder).entries()).toEqual(['good'])
    const nowhere = openHistory(join(folder, 'absent'))
    nowhere.add('still works')
    expect(nowhere.entries()).toEqual(['still works'])
  })
})
