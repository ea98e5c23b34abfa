import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { HarombeError } from '../shared/errors'
import { redactSecrets } from '../shared/redact-secrets'
import { createLog } from './log'
import { isPrivate } from './testing/file-mode'

let directory = ''
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'harombe-log-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

const path = () => join(directory, 'logs', 'harombe.log')
const open = () => createLog(join(directory, 'logs'), 'serve')

describe('the log', () => {
  it('is JSON lines with the error, for its owner alone', () => {
    const log = open()
    log.error({ err: new Error('disk gone') }, 'not saved')
    const line = JSON.parse(readFileSync(path(), 'utf8'))
    expect(line).toMatchObject({ msg: 'not saved', process: 'serve', err: { message: 'disk gone' } })
    expect(isPrivate(path())).toBe(true)
  })

  it('holds no secret, wherever it was put', () => {
    const log = open()
    const canary = 'CANARY0123456789'
    const error = new HarombeError('LOCKED', `Bearer ${canary} was refused`, { data: { token: canary } })
    log.error({ err: error, headers: { authorization: `Bearer ${canary}` } }, `auth_token: ${canary}`)
    log.info(
      { url: `http://127.0.0.1:8000/#code=${canary}`, api_key: canary, note: `hrb_${canary}` },
      'opened',
    )
    const text = readFileSync(path(), 'utf8')
    expect(text).not.toContain(canary)
    for (const line of text.trim().split('\n')) expect(() => JSON.parse(line)).not.toThrow()
  })

  it('keeps one older file instead of growing for ever', () => {
    open()
    writeFileSync(path(), 'x'.repeat(5_000_001))
    open().info({}, 'again')
    expect(statSync(`${path()}.1`).size).toBe(5_000_001)
    expect(statSync(path()).size).toBeLessThan(1_000)
  })

  it('harms nobody when it cannot be opened', () => {
    mkdirSync(path(), { recursive: true })
    expect(() => open().error({ err: new Error('boom') }, 'unexpected error')).not.toThrow()
    writeFileSync(join(directory, 'file'), '')
    expect(() => createLog(join(directory, 'file', 'logs'), 'serve').info({}, 'hello')).not.toThrow()
  })

  it.runIf(existsSync('/dev/full'))('harms nobody when the disk is full', () => {
    mkdirSync(join(directory, 'logs'))
    symlinkSync('/dev/full', path())
    const log = open()
    expect(() => log.error({}, 'first')).not.toThrow()
    expect(() => log.error({}, 'second')).not.toThrow()
  })
})

describe('redactSecrets', () => {
  it('leaves ordinary text alone', () => {
    const line =
      '{"msg":"12 tokens, code ECONNREFUSED, node dgx","tokens":12,"url":"http://host:80","to":"a@b"}'
    expect(redactSecrets(line)).toBe(line)
  })

  it.each([
    'psql postgres://me:CANARY@db.example/x',
    'mysql --password CANARY --user me',
    'curl -H "x-api-key: CANARY"',
    'export KEY=sk-CANARY-0123456789',
    'git clone https://:CANARY@host/x',
  ])('blanks the secret of %s', line => {
    expect(redactSecrets(line)).toContain('[redacted]')
    expect(redactSecrets(line)).not.toMatch(/CANARY/)
  })
})
