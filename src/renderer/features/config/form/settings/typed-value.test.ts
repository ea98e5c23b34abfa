import { describe, expect, it } from 'vitest'
import { proposedName, readSecret, writeSecret } from './secret-value'
import { defaultText, typedNumber, typedText, typedTime } from './typed-value'

describe('what is typed into a field of numbers', () => {
  it.each([
    ['8000', 8000],
    [' 0,7 ', 0.7],
    ['-1', -1],
    ['', null],
    ['  ', null],
    // Kept as it is, so that the file and the field say what is wrong with it.
    ['abc', 'abc'],
    ['${' + 'var:port}', '${' + 'var:port}'],
    ['1.2.3', '1.2.3'],
    ['0x10', '0x10'],
    ['10m', '10m'],
  ])('%j becomes %j', (text, value) => {
    expect(typedNumber(text)).toBe(value)
  })
})

describe('a time of day', () => {
  it.each([
    ['22:00', '22:00'],
    ['7', '07:00'],
    ['7.30', '07:30'],
    ['0730', '07:30'],
    ['10 pm', '22:00'],
    ['12am', '00:00'],
    ['12 PM', '12:00'],
    ['22 Uhr', '22:00'],
    ['24:00', '24:00'],
    ['7:5', '7:5'],
    ['noon', 'noon'],
    [' ', null],
  ])('%j is written %j', (text, time) => expect(typedTime(text)).toBe(time))
})

describe('what is typed into a field of text', () => {
  it('leaves the file when it is emptied, but where an empty text has a meaning', () => {
    expect(typedText('')).toBeNull()
    expect(typedText('', true)).toBe('')
    expect(typedText(' a ')).toBe(' a ')
  })

  it('has a default that can be read', () => {
    const words = { none: 'none', yes: 'on', no: 'off' }
    expect([true, [], ['a', 'b'], '', undefined, 0].map(value => defaultText(value, words))).toEqual([
      'on',
      'none',
      'a, b',
      'none',
      'none',
      '0',
    ])
  })
})

describe('a secret', () => {
  const reference = (inner: string) => `\${${inner}}`

  it.each([
    [reference('env:A_B'), { kind: 'env', name: 'A_B' }],
    [reference('secret:dgx'), { kind: 'file', name: 'dgx' }],
    ['[redacted]', { kind: 'hidden' }],
    ['[redacted:1f3a9c02]', { kind: 'hidden' }],
    ['[redacted:nonsense]', { kind: 'plain', value: '[redacted:nonsense]' }],
    [`Bearer ${reference('env:A')}`, { kind: 'plain', value: `Bearer ${reference('env:A')}` }],
    ['', { kind: 'none' }],
    [undefined, { kind: 'none' }],
    [1234, { kind: 'plain', value: '1234' }],
  ] as const)('%j is read as %o', (value, secret) => {
    expect(readSecret(value)).toEqual(secret)
  })

  it('is written as it was read, and not at all without a name', () => {
    for (const value of [reference('env:A'), reference('secret:b'), 'plain']) {
      expect(writeSecret(readSecret(value))).toBe(value)
    }
    expect(writeSecret({ kind: 'env', name: ' ' })).toBeNull()
    expect(writeSecret({ kind: 'hidden' })).toBeNull()
  })

  it('gets a name that its place allows', () => {
    expect(proposedName('env', 'gaming-pc')).toBe('GAMING_PC_TOKEN')
    expect(proposedName('env', '4090 box')).toBe('TOKEN_4090_BOX')
    expect(proposedName('env', 'files-API_KEY')).toBe('FILES_API_KEY')
    expect(proposedName('file', 'Büro PC')).toBe('buro-pc')
    expect(proposedName('file', '日本')).toBe('token')
  })
})
