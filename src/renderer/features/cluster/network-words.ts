import type { NetworkFinding } from '../../../shared/entities'
import type { StatusShape } from '../../ui'

const verdicts: Record<NetworkFinding['verdict'], { shape: StatusShape; label: string }> = {
  ok: { shape: 'ok', label: 'Fine' },
  warning: { shape: 'warn', label: 'Note' },
  problem: { shape: 'danger', label: 'Problem' },
  not_checked: { shape: 'off', label: 'Not checked' },
}

export const verdictLook = (verdict: NetworkFinding['verdict']) => verdicts[verdict]

const names: Record<NetworkFinding['check'], string> = {
  listener: 'This machine listens',
  interfaces: 'Network interfaces',
  multicast: 'Multicast',
  firewall: 'Firewall',
  permission: 'Permission to look',
  subnet: 'Same network',
  nodes: 'Nodes',
}

export const checkName = (check: NetworkFinding['check']) => names[check]

/** All findings in one sentence, which is also what a screen reader hears. */
export function networkSummary(findings: readonly NetworkFinding[]): string {
  const count = (verdict: NetworkFinding['verdict']) =>
    findings.filter(finding => finding.verdict === verdict).length
  const problems = count('problem')
  const warnings = count('warning')
  const notes = warnings === 0 ? '' : `${warnings} ${warnings === 1 ? 'note' : 'notes'}`
  if (problems > 0) {
    return `${problems === 1 ? 'One problem' : `${problems} problems`} found${notes === '' ? '' : `, ${notes}`}.`
  }
  return notes === '' ? 'Nothing is in the way.' : `Nothing is in the way, ${notes}.`
}
