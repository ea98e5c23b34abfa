import { describe, expect, it } from 'vitest'
import { configTemplate } from './config-template'
import { mask, maskSecrets } from './mask-secrets'

const canary = 'c4n4ry-S3cret.value/9'

const styles: Record<string, string> = {
  plain: `server:\n  auth_token: ${canary}\n  port: 8000\n`,
  'double quotes': `server:\n  auth_token: "${canary}"\n`,
  'single quotes with a comment': `server:\n  auth_token: '${canary}' # mine\n`,
  'quotes and spaces': `server: {auth_token: "a b ${canary} c"}\n`,
  'a quoted key': `server:\n  "auth_token": ${canary}\n`,
  'an explicit key': `server:\n  ? auth_token\n  : ${canary}\n`,
  'a flow map without spaces': `server: {"auth_token":"${canary}","port":8000}\n`,
  'a value below its key': `server:\n  auth_token:\n    ${canary}\n`,
  'a folded block': `server:\n  auth_token: >-\n    first\n    ${canary}\n  port: 8000\n`,
  'a literal block': `server:\n  auth_token: |\n    ${canary}\n\n    ${canary}\n`,
  'quotes over several lines': `server:\n  auth_token: "first\n    ${canary}"\n`,
  'plain over several lines': `server:\n  auth_token: first\n    ${canary}\n`,
  'an anchor': `x: &t ${canary}\nserver:\n  auth_token: *t\n`,
  'a tag': `server:\n  auth_token: !!str ${canary}\n`,
  'an unknown tag': `server:\n  auth_token: !vault ${canary}\n`,
  'a comment': `server:\n  # auth_token: ${canary}\n  port: 8000\n`,
  'a comment with spaces in the value': `# api_key: "a ${canary}"\n`,
  'a second document': `port: 1\n---\nauth_token: ${canary}\n`,
  'a list below a secret key': `api_key:\n  - ${canary}\n  - ${canary}\n`,
  'the environment of an MCP server': `mcp:\n  servers:\n    - name: git\n      env:\n        ANY_NAME: ${canary}\n`,
  'the headers of an MCP server': `mcp:\n  servers:\n    - headers: {X-Own: "${canary}"}\n`,
  'an argument after its flag': `args: ["--api-key", "${canary}", "--port", "80"]\n`,
  'an argument with its flag': `args:\n  - --token=${canary}\n`,
  'an address with a password': `url: http://me:${canary.replace('/', '')}@10.0.0.2:8000\n`,
  'Windows line ends': `server:\r\n  auth_token: ${canary}\r\n  port: 8000\r\n`,
  'a token of ours under another name': `note: hrb_${canary.replace('/', '')}\n`,
  'a number': 'server:\n  auth_token: 123456789\n',
  'a tab that breaks the file': `server:\n\tauth_token: ${canary}\n`,
  'a quote that is not closed': `server:\n  auth_token: "${canary}\n  port: 8000\n`,
  'a block that is not indented': `server:\n  auth_token: |\n${canary}\nport: 8000\n`,
  'a value that is not indented': `server:\n  auth_token:\n${canary}\n  port: 8000\n`,
  'a bracket that is not closed': `server: {auth_token: ${canary}\nmodel:\n  name: a\n`,
  'a key twice': `auth_token: ${canary}\nauth_token: ${canary}x\n`,
}

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
