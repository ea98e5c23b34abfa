import { describe, expect, it } from 'vitest'
import { createEventParser, type ServerSentEvent } from './parse-events'

function parse(text: string): (ServerSentEvent | null)[] {
  const parser = createEventParser()
  const events = text.split('\n').map(line => parser.push(line))
  return [...events.filter(event => event !== null), parser.rest()]
}

describe('createEventParser', () => {
  it.each<[string, string, (ServerSentEvent | null)[]]>([
    ['one line', 'data: a\n', [{ type: 'message', data: 'a' }, null]],
    ['several data lines', 'data: a\ndata: b\n', [{ type: 'message', data: 'a\nb' }, null]],
    ['exactly one space is taken off', 'data:  a\n', [{ type: 'message', data: ' a' }, null]],
    ['no space at all', 'data:a\n', [{ type: 'message', data: 'a' }, null]],
    ['comments between', ': ping\ndata: a\n: ping\n\n: ping', [{ type: 'message', data: 'a' }, null]],
    [
      'a named event',
      'event: x\ndata: a\n\ndata: b\n',
      [{ type: 'x', data: 'a' }, { type: 'message', data: 'b' }, null],
    ],
    ['id and retry are skipped', 'id: 7\nretry: 1\ndata: a\n', [{ type: 'message', data: 'a' }, null]],
    ['a field without a colon', 'data\n', [{ type: 'message', data: '' }, null]],
    ['a name without data is no event', 'event: x\n\ndata: a\n', [{ type: 'message', data: 'a' }, null]],
    ["llama.cpp's old error field", 'error: {"code":500}\n', [{ type: 'error', data: '{"code":500}' }, null]],
    ['an event without its blank line', 'data: a', [{ type: 'message', data: 'a' }]],
  ])('%s', (_name, text, events) => {
    expect(parse(text)).toEqual(events)
  })

  it('refuses an event whose data lines add up to too much', () => {
    const parser = createEventParser(10)
    parser.push('data: aaaa')
    expect(() => parser.push('data: bbbbb')).toThrow(/longer than 10/)
  })
})
