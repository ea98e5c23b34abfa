import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type HiddenPiece, maskSecrets } from './mask-secrets'
import { parseYaml } from './parse-yaml'
import { canary, secretStyles } from './testing/secret-styles'
import { unmaskSecrets } from './unmask-secrets'

function createMasks() {
  const pieces: HiddenPiece[] = []
  const name = (piece: HiddenPiece) => {
    const index = pieces.findIndex(
      ({ source, isValue }) => source === piece.source && isValue === piece.isValue,
    )
    return ((index === -1 ? pieces.push(piece) - 1 : index) + 0xa0).toString(16).padStart(8, '0')
  }
  return {
    mask: (text: string) => maskSecrets(text, { name }),
    unmask: (text: string) => unmaskSecrets(text, id => pieces[Number.parseInt(id, 16) - 0xa0]),
  }
}

const hidden = [canary, canary.replace('/', ''), '123456789', 'CANARY']

describe('unmaskSecrets', () => {
  it.each([
    ...Object.entries(secretStyles),
    ['a list of arguments in brackets', `args: [--token=CANARY-1, b]\nserver: {port: 1}\n`],
    ['an address in brackets', `mcp: {servers: {a: {url: http://me:CANARY-1@host/x}}}\n`],
    ['a key that ends like one', 'mytoken: CANARY-1 # mine\n'],
    ['a key that ends like one, in quotes', 'mytoken: "CANARY-1"\n'],
    ['a variable', 'variables: {peer: CANARY-1}\nserver: {auth_token: "${var:peer}"}\n'],
    ['a byte order mark', '\ufeffserver: {auth_token: CANARY-1}\n'],
    ['several lines and a comment', 'auth_token: "CANARY-1\n  CANARY-2" # mine\nport: 1\n'],
    ['several lines in brackets', 'x: ["a", {auth_token: "CANARY-1\n  CANARY-2"}, 3]\n'],
    ['a block that keeps its last lines', 'auth_token: |+\n  CANARY-1\n\n\nport: 1\n'],
    ['a block in Windows line ends', 'auth_token: |\r\n  CANARY-1\r\n  CANARY-2\r\nport: 1\r\n'],
    ['a block at the very end', 'auth_token: |\n  CANARY-1\n  CANARY-2'],
    ['a character masks are made with', '# \ue0000\ue001 token: CANARY-1\n'],
  ])('gives %s back byte for byte, on the lines it stood', (_name, text) => {
    const { mask, unmask } = createMasks()
    const masked = mask(text)
    for (const part of hidden) expect(masked).not.toContain(part)
    expect(masked).toMatch(/\[redacted:[0-9a-f]{8}\]/)
    expect(masked.split('\n')).toHaveLength(text.split('\n').length)
    expect(unmask(masked)).toEqual({ text, problems: [] })
    // What the page edits is YAML whenever the file is.
    if (parseYaml(text).problems.length === 0) expect(parseYaml(masked).problems).toEqual([])
  })

  it('gives any text back', () => {
    const piece = fc.constantFrom(
      ...Object.values(secretStyles),
      'auth_token: ',
      'token=',
      'env:\n  ',
      '"',
      "'",
      '[redacted]',
      ' # ',
      '\n',
      '\r\n',
      '  ',
      'http://a:b@c ',
      '|\n  a\n',
      '\ue000',
      '- ',
      '--token',
      '[',
      '}',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 6 })), { maxLength: 12 }), parts => {
        const { mask, unmask } = createMasks()
        const text = parts.join('')
        const back = unmask(mask(text))
        // A mask without a name that a person wrote is all that can be wrong.
        if (back.problems.length === 0) expect(back.text).toBe(text)
        else expect(text).toContain('[redacted]')
      }),
      { numRuns: 300 },
    )
  })

  it('is soon done with a file that is nothing but secrets', () => {
    const { mask, unmask } = createMasks()
    const text = `api_keys:\n${Array.from({ length: 8000 }, () => '  - CANARY-1\n').join('')}`
    const started = process.cpuUsage().user
    expect(unmask(mask(text)).text).toBe(text)
    expect(process.cpuUsage().user - started).toBeLessThan(5_000_000)
  })

  it('follows a mask to where a person moved it', () => {
    const { mask, unmask } = createMasks()
    const [id = ''] = /\[redacted:\w+\]/.exec(mask('auth_token: "a b: c"\n')) ?? []
    expect(unmask(`x: {auth_token: '${id}'}`).text).toBe('x: {auth_token: "a b: c"}')
    expect(unmask(`api_key: ${id} # bare`).text).toBe('api_key: "a b: c" # bare')
    expect(unmask(`a: 1\nheader: "Bearer ${id}"`).problems).toEqual([
      {
        path: '',
        line: 2,
        column: 17,
        message:
          'What this mask hides cannot stand inside another text; write the value or a reference such as ${secret:name}.',
      },
    ])
    const [plain = ''] = /\[redacted:\w+\]/.exec(mask('auth_token: abc\n')) ?? []
    expect(unmask(`header: "Bearer ${plain}"`).text).toBe('header: "Bearer abc"')
  })

  it('keeps a block whole when somebody took the empty lines behind its mask away', () => {
    const { mask, unmask } = createMasks()
    const text = 'auth_token: |\n  a\n\n  b\nport: 1\n'
    const tidied = mask(text).replace(/\n+/g, '\n')
    expect(unmask(tidied).text).toBe(text)
    expect(unmask(mask(text).replace(/\n+/g, '\n\n')).text).toContain('  b\nport: 1\n')
  })

  it('refuses what it cannot give back, and leaves the word in a comment', () => {
    const { unmask } = createMasks()
    const { text, problems } = unmask(
      '# [redacted]\nauth_token: "[redacted:0123abcd]"\napi_key: [redacted]\n',
    )
    expect(text).toContain('# [redacted]')
    expect(problems).toMatchObject([
      { line: 2, column: 14, message: expect.stringContaining('not known any more') },
      { line: 3, column: 10, message: expect.stringContaining('stands for no secret') },
    ])
  })
})
