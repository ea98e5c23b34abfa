import { describe, expect, it } from 'vitest'
import { misleadingHost, readExternalTarget } from './external-target'

const target = (address: string) => {
  const read = readExternalTarget(address)
  if (read === null) throw new Error(`${address} was refused`)
  return read
}

describe('readExternalTarget', () => {
  it.each([
    'javascript:alert(1)',
    'java\nscript:alert(1)',
    ' javascript:alert(1)',
    'JAVASCRIPT:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:////host/share',
    'smb://host/share',
    'ms-msdt:/id',
    'harombe://chat/1',
    'vscode://file/x',
    'blob:https://a.example/x',
    '/api/v1/delete?x=1',
    '//host/path',
    '#code=abc',
    'relative',
    'mailto:nobody',
    'http://',
    '',
    `https://a.example/${'x'.repeat(3000)}`,
  ])('refuses %j', address => {
    expect(readExternalTarget(address)).toBeNull()
  })

  it('drops credentials, which only serve to hide the host', () => {
    expect(target('https://good.example@evil.example/x')).toEqual({
      url: 'https://evil.example/x',
      host: 'evil.example',
      disguised: true,
    })
  })

  it('normalises disguised addresses to what will be contacted', () => {
    expect(target('http://2130706433:8000/').host).toBe('127.0.0.1:8000')
    expect(target('http://①②⑦.⓪.⓪.①/').host).toBe('127.0.0.1')
    expect(target('https://аpple.com/').host).toBe('xn--pple-43d.com')
  })

  it('accepts mail addresses', () => {
    expect(target('mailto:me@home.example?subject=hi').host).toBe('me@home.example')
  })
})

describe('misleadingHost', () => {
  it('shows the real host when the text names another', () => {
    expect(misleadingHost(target('https://evil.example/'), 'https://bank.example/login')).toBe('evil.example')
    expect(misleadingHost(target('https://evil.example/'), 'see bank.example')).toBe('evil.example')
    expect(misleadingHost(target('mailto:a@evil.example'), 'help@bank.example')).toBe('a@evil.example')
  })

  it('shows the host when it is made of look-alike letters, even if the text says the same', () => {
    expect(misleadingHost(target('https://аpple.com/'), 'аpple.com')).toBe('xn--pple-43d.com')
  })

  it('shows the host of an address that was disguised, whatever the text says', () => {
    expect(misleadingHost(target('https://good.example@evil.example'), 'good')).toBe('evil.example')
  })

  it('says nothing when the text is honest or names no host', () => {
    expect(misleadingHost(target('https://www.home.example/a'), 'home.example')).toBeNull()
    expect(misleadingHost(target('https://home.example/a'), 'https://home.example/a')).toBeNull()
    expect(misleadingHost(target('https://home.example/a'), 'the manual')).toBeNull()
  })
})
