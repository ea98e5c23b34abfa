import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSecretReader, resolveSecret, type SecretSources } from './secrets'

let directory: string
let sources: SecretSources

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'harombe-secrets-'))
  mkdirSync(join(directory, 'secrets'), { mode: 0o700 })
  sources = { env: { TOKEN: 'from-env', EMPTY: '' }, readSecret: createSecretReader(directory) }
})

afterEach(() => rmSync(directory, { recursive: true }))

function store(name: string, value: string, mode = 0o600) {
  writeFileSync(join(directory, 'secrets', name), value)
  chmodSync(join(directory, 'secrets', name), mode)
}

const env = (name: string) => `\${env:${name}}`
const secret = (name: string) => `\${secret:${name}}`
const refused = expect.objectContaining({ code: 'CONFIG_INVALID' })

describe('resolveSecret', () => {
  it('leaves a plain value alone, also one with a dollar sign', () => {
    expect(resolveSecret('pa$$word {x}', sources)).toBe('pa$$word {x}')
  })

  it('takes the value literally, whatever is in it', () => {
    store('tower', 'a$&b ${env:TOKEN}\r\n')
    expect(resolveSecret(secret('tower'), sources)).toBe('a$&b ${env:TOKEN}')
    expect(resolveSecret(`Bearer ${env('TOKEN')}`, sources)).toBe('Bearer from-env')
  })

  it.each([
    env('ABSENT'),
    env('EMPTY'),
    env(''),
    secret('absent'),
    secret(''),
    '${TOKEN}',
    '${file:x}',
    '${}',
  ])('refuses %s with a hint', reference => {
    expect(() => resolveSecret(reference, sources)).toThrowError(
      expect.objectContaining({ code: 'CONFIG_INVALID', hint: expect.stringMatching(/Set|Write/) }),
    )
  })

  it.each(['../outside', '..', '.hidden', '/etc/passwd', 'a/b', 'a\\b', 'a\0b'])(
    'never leaves the folder for %j',
    name => {
      writeFileSync(join(directory, 'outside'), 'x', { mode: 0o600 })
      expect(() => resolveSecret(secret(name), sources)).toThrowError(refused)
    },
  )

  it.each([0o644, 0o640, 0o604])('refuses a file with mode %o and does not repeat its content', mode => {
    store('open', 'canary', mode)
    let message = ''
    try {
      resolveSecret(secret('open'), sources)
    } catch (error) {
      message = JSON.stringify([String(error), error])
    }
    expect(message).toMatch(/other users.*chmod 600/)
    expect(message).not.toContain('canary')
  })

  it('refuses an empty secret: an empty token must not mean no token', () => {
    store('empty', '\n')
    expect(() => resolveSecret(secret('empty'), sources)).toThrowError(refused)
  })
})
