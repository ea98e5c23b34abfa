import { describe, expect, it } from 'vitest'
import { english } from '../../../../shared/texts/english'
import { collectPicked, collectTransferred, leftOutText, mostFiles } from './collect-files'

function file(path: string, content: string | Uint8Array<ArrayBuffer> = 'text', type = ''): File {
  const made = new File([content], path.split('/').at(-1) ?? path, { type })
  Object.defineProperty(made, 'webkitRelativePath', { value: path.includes('/') ? path : '' })
  return made
}

const names = ({ picked }: { picked: { file: File }[] }) => picked.map(({ file: { name } }) => name)
const binary = Uint8Array.from([0x7f, 0x45, 0, 1])

/** A tree as a browser gives it: folders in batches. */
function entry(name: string, content: string | FileSystemEntry[]): FileSystemEntry {
  if (typeof content === 'string') {
    return { name, isFile: true, file: (done: (file: File) => void) => done(file(name, content)) } as never
  }
  const createReader = () => {
    const batches = [content.slice(0, 1), content.slice(1)].filter(batch => batch.length > 0)
    return { readEntries: (done: (entries: FileSystemEntry[]) => void) => done(batches.shift() ?? []) }
  }
  return { name, isFile: false, isDirectory: true, createReader } as never
}
const drop = (...entries: FileSystemEntry[]) =>
  collectTransferred({
    items: entries.map(item => ({ kind: 'file', webkitGetAsEntry: () => item })) as never,
    files: [] as never,
  })

describe('collecting files', () => {
  it('takes of a folder what a model can read, and nothing hidden or made by programs', async () => {
    const found = await collectPicked([
      file('project/src/main.ts'),
      file('project/node_modules/x/index.js'),
      file('project/.git/config'),
      file('project/.env'),
      file('project/tool', binary),
      file('project/film.mp4', 'x', 'video/mp4'),
      file('project/plan.pdf', binary, 'application/pdf'),
      file('project/photo.png', binary, 'image/png'),
    ])
    expect(names(found)).toEqual(['main.ts', 'plan.pdf', 'photo.png'])
    expect(found.picked[0]?.path).toBe('project/src/main.ts')
    expect(leftOutText(found, english)).toContain('5 files were left out')
  })

  it('takes a single file as it is: the coordinator says what it cannot read', async () => {
    const found = await collectPicked([file('.env'), file('tool', binary)])
    expect(names(found)).toEqual(['.env', 'tool'])
    expect(leftOutText(found, english)).toBeNull()
  })

  it('walks dropped folders whole, though they come in batches', async () => {
    const found = await drop(
      entry('notes', [
        entry('a.md', 'a'),
        entry('b.md', 'b'),
        entry('node_modules', [entry('c.js', 'c')]),
        entry('deep', [entry('d.md', 'd')]),
      ]),
      entry('single.txt', 'e'),
    )
    expect(names(found)).toEqual(['a.md', 'b.md', 'd.md', 'single.txt'])
    expect(found.picked.map(({ path }) => path)).toEqual([
      'notes/a.md',
      'notes/b.md',
      'notes/deep/d.md',
      undefined,
    ])
  })

  it('stops at the limit and says so', async () => {
    const found = await collectPicked(
      Array.from({ length: mostFiles + 5 }, (_, index) => file(`many/${index}.txt`)),
    )
    expect(found.picked).toHaveLength(mostFiles)
    expect(leftOutText(found, english)).toContain(`first ${mostFiles} files`)
  })
})
