import { PassThrough } from 'node:stream'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createVolatileHistory, type History } from './history-file'
import { createLineEditor, type LineEditor } from './line-editor'

let editor: LineEditor | null = null
afterEach(() => editor?.close())

function open(history: History = createVolatileHistory(), sleep?: (woken: () => void) => void) {
  const input = new PassThrough()
  const output = new PassThrough()
  let shown = ''
  output.on('data', chunk => {
    shown += String(chunk)
  })
  const made = createLineEditor({ input, output, history, complete: line => [[], line], sleep })
  editor = made
  return { input, editor: made, shown: () => shown }
}

const paste = (text: string) => `\u001b[200~${text}\u001b[201~`
const ctrlZ = '\u001a'
const up = '\u001b[A'
const ctrlC = '\u0003'
const none = new AbortController().signal

describe('the line editor', () => {
  it.each([
    ['a line', 'hello\r', 'hello'],
    ['lines joined by a backslash', 'one\\\rtwo\r', 'one\ntwo'],
    ['a block between quotes', '"""\rone\r\r two\r"""\r', 'one\n\n two'],
    ['a block on one line', '"""one"""\r', 'one'],
    ['two backslashes at the end', 'C:\\\\\r', 'C:\\\\'],
    ['pasted lines', `${paste('a\nb\r\nc')}\r`, 'a\nb\nc'],
    ['pasted lines with words around', `sum: ${paste('a\nb')} please\r`, 'sum: a\nb please'],
  ])('reads %s as one message', async (_what, keys, message) => {
    const { input, editor } = open()
    const read = editor.read()
    input.write(keys)
    expect(await read).toBe(message)
  })

  it('keeps a long paste whole behind a name', async () => {
    const { input, editor, shown } = open()
    const text = Array.from({ length: 300 }, (_, index) => `line ${index}`).join('\n')
    const read = editor.read()
    input.write(`look: ${paste(text)}`)
    await vi.waitFor(() => expect(shown()).toContain('[pasted 1: 300 lines]'))
    input.write('\r')
    expect(await read).toBe(`look: ${text}`)
  })

  it('finds the marks of a paste wherever they are cut, in the middle of a character too', async () => {
    const keys = Buffer.from(`${paste('ä\nö')}\r`)
    for (let cut = 1; cut < keys.length; cut++) {
      const { input, editor } = open()
      const read = editor.read()
      input.write(keys.subarray(0, cut))
      input.write(keys.subarray(cut))
      expect(await read).toBe('ä\nö')
      editor.close()
    }
  })

  it('takes escapes out of what is pasted', async () => {
    const { input, editor } = open()
    const read = editor.read()
    input.write(`${paste('a\u001b[31m\u001b]0;title\u0007b')}\r`)
    expect(await read).toBe('a]0;titleb')
  })

  it('brings a message of several lines back as one, and never the answer to a question', async () => {
    const history = createVolatileHistory()
    const { input, editor } = open(history)
    const first = editor.read()
    input.write('one\\\rtwo\r')
    await first
    const answer = editor.question('sure? ', none)
    input.write('y\r')
    expect(await answer).toBe('y')
    const again = editor.read()
    input.write(`${up}\r`)
    expect(await again).toBe('one\ntwo')
    expect(history.entries()).toEqual(['one\ntwo'])
  })

  it('takes nothing that was typed before a question for its answer', async () => {
    const { input, editor } = open()
    input.write('y')
    await vi.waitFor(() => expect(input.readableLength).toBe(0))
    await new Promise(setImmediate)
    const answer = editor.question('run it? ', none)
    input.write('\r')
    expect(await answer).toBe('')
  })

  it('answers a question with no for Ctrl-C, and lets go of it when it is withdrawn', async () => {
    const { input, editor } = open()
    const asked = editor.question('run it? ', none)
    input.write(ctrlC)
    expect(await asked).toBeNull()
    const gone = new AbortController()
    const withdrawn = editor.question('run it? ', gone.signal)
    gone.abort()
    expect(await withdrawn).toBeNull()
    const read = editor.read()
    input.write('hello\r')
    expect(await read).toBe('hello')
  })

  it('gives up an unfinished message for Ctrl-C before it leaves', async () => {
    const { input, editor } = open()
    const read = editor.read()
    input.write(`one\\\r${ctrlC}`)
    input.write('two\r')
    expect(await read).toBe('two')
    const last = editor.read()
    input.write(ctrlC)
    expect(await last).toBeNull()
  })

  it('shows what is typed while an answer is written only with the next prompt, and takes it then', async () => {
    const { input, editor, shown } = open()
    const first = editor.read()
    input.write('one\r')
    await first
    const before = shown()
    input.write('two\rthr')
    await new Promise(setImmediate)
    expect(shown()).toBe(before)
    expect(await editor.read()).toBe('two')
    expect(shown().slice(before.length)).toBe('> two\n')
    const third = editor.read()
    expect(shown()).toContain('> thr')
    input.write('ee\r')
    expect(await third).toBe('three')
  })

  it('forgets what was typed ahead with the answer that Ctrl-C stops', async () => {
    const { input, editor } = open()
    const first = editor.read()
    input.write('one\r')
    await first
    const stop = vi.fn()
    editor.setInterrupt(stop)
    input.write(`two\rhalf${ctrlC}`)
    await vi.waitFor(() => expect(stop).toHaveBeenCalledOnce())
    editor.setInterrupt(null)
    const next = editor.read()
    input.write('three\r')
    expect(await next).toBe('three')
  })

  it('reads on after it was put to sleep and woken', async () => {
    const sleep = vi.fn((woken: () => void) => woken())
    const { input, editor } = open(createVolatileHistory(), sleep)
    const read = editor.read()
    input.write(`be${ctrlZ}`)
    await vi.waitFor(() => expect(sleep).toHaveBeenCalledOnce())
    input.write('fore\r')
    expect(await read).toBe('before')
  })

  it('brings a long message back by its beginning and sends all of it', async () => {
    const text = Array.from({ length: 100 }, (_, index) => `line ${index}`).join('\n')
    const history = createVolatileHistory()
    history.add(text)
    const { input, editor, shown } = open(history)
    const read = editor.read()
    input.write(up)
    await vi.waitFor(() => expect(shown()).toMatch(/> .*\[line 0 line 1 .*… 100 lines\]/))
    input.write('\r')
    expect(await read).toBe(text)
  })
})
