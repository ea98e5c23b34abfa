import { describe, expect, it } from 'vitest'
import { configTemplate } from './config-template'
import { mask, maskSecrets } from './mask-secrets'
import { canary, secretStyles as styles } from './testing/secret-styles'

describe('maskSecrets', () => {
  it.each(Object.entries(styles))('hides a token written as %s, and moves no line', (_name, text) => {
    const masked = maskSecrets(text)
    for (const part of [canary, canary.replace('/', ''), '123456789']) expect(masked).not.toContain(part)
    expect(masked).toContain(mask)
    expect(masked.split('\n')).toHaveLength(text.split('\n').length)
  })

  it.each([
    `server:\n  auth_token: \${secret:phone}\n`,
    `server:\n  auth_token: "\${env:TOKEN}" # from the system\n`,
    `server: {auth_token: '\${secret:phone}', port: 8000}\n`,
    `  # auth_token: \${env:WORKSTATION_TOKEN}\n`,
    `x-token: &t \${secret:phone}\nserver:\n  auth_token: *t # of all\n`,
    `mcp:\n  servers:\n    - headers:\n        Authorization: Bearer \${secret:mcp}\n`,
    'server:\n  require_token: true\n  auth_token:\nmodel:\n  name: auto\n',
    'agent:\n  max_tokens: 512\nmemory:\n  max_history_tokens: 4096\nserver:\n  ssl_keyfile: /etc/key.pem\n',
    'tools: [a, b]\nname: keyboard\nnote: "the token is elsewhere"\n',
    configTemplate(),
    '',
  ])('leaves alone what is no secret: %j', text => {
    expect(maskSecrets(text)).toBe(text)
  })

  it.each([
    'x: &b CANARY-1\ny: &a [*b]\nauth_token: *a\n',
    'name: &k auth_token\n*k : CANARY-1\n',
    'auth_token: *CANARY-1\n',
    `auth_token: \${env:TOKEN:-CANARY-1}\n`,
    'api_keys: [CANARY-1]\n',
    '# auth_token: |\n#   CANARY-1\n#   CANARY-1\nname: a\n',
    '#auth_token:\n#  - CANARY-1\n',
    '  # env:\n  #   FOO: CANARY-1\n  #   BAR: "CANARY-1 CANARY-1"\n',
    '# headers:\n#   X-Any: CANARY-1\n',
  ])('leaves nothing of %j', text => {
    const masked = maskSecrets(text)
    expect(masked).not.toContain('CANARY')
    expect(masked.split('\n')).toHaveLength(text.split('\n').length)
  })

  it('ends what it hides of a comment where the block ends', () => {
    const text = `# env:\n#   FOO: \${secret:foo}\n# command: run\n# auth_token:\n# name: a\n# env: all\n# more: b\n`
    expect(maskSecrets(text)).toBe(text)
  })

  it('keeps what stands beside a secret on its line', () => {
    expect(maskSecrets('nodes: [{name: a, auth_token: x-1, tier: 2}] # two')).toBe(
      `nodes: [{name: a, auth_token: ${mask}, tier: 2}] # two`,
    )
  })

  it('ends soon with a line that is nothing but beginnings of secrets', () => {
    const started = process.cpuUsage().user
    for (const part of ['token: auth_', 'a_', '${secret:a}', ' x']) {
      expect(typeof maskSecrets(`note: ${part.repeat(120_000 / part.length)}`)).toBe('string')
    }
    expect(process.cpuUsage().user - started).toBeLessThan(3_000_000)
  })
})
