import { describe, expect, it } from 'vitest'
import { carryMasks } from './masks'

const masked = (first: string, second: string) =>
  `nodes:\n  - name: a\n    auth_token: "[redacted:${first}]"\n  - name: b\n    auth_token: "[redacted:${second}]"\n`

describe('masks of another start', () => {
  it('get the names they have now, each its own, in a draft that moved and added lines', () => {
    const before = masked('11111111', '22222222')
    const now = masked('aaaaaaaa', 'bbbbbbbb')
    const draft = `# mine\n${before}  - name: c\n    auth_token: "[redacted:11111111]"\n`
    expect(carryMasks(draft, before, now)).toBe(
      `# mine\n${now}  - name: c\n    auth_token: "[redacted:aaaaaaaa]"\n`,
    )
  })

  it('stay where nothing is known of them, so that saving says so', () => {
    const draft = 'x_token: "[redacted:99999999]"\n'
    expect(carryMasks(draft, masked('11111111', '22222222'), masked('aaaaaaaa', 'bbbbbbbb'))).toBe(draft)
  })
})
