import { describe, expect, it } from 'vitest'
import { networkFindings } from './doctor-network'

describe('what the doctor says of the network', () => {
  it('does not call broken what was not looked at, and keeps what to do', () => {
    const findings = networkFindings([
      { check: 'multicast', verdict: 'not_checked', message: 'Off.', hint: 'Switch it on.' },
      { check: 'nodes', verdict: 'problem', message: 'attic: nobody answers.' },
    ])
    expect(findings).toEqual([
      { check: 'network: multicast', verdict: 'skip', detail: 'not checked. Off.', hint: 'Switch it on.' },
      { check: 'network: nodes', verdict: 'fail', detail: 'attic: nobody answers.', hint: undefined },
    ])
  })
})
