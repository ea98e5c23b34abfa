import type { NetworkFinding } from '../../../shared/entities'
import type { Translate } from '../../../shared/texts/translator'
import type { StatusShape } from '../../ui'

const shapes: Record<NetworkFinding['verdict'], StatusShape> = {
  ok: 'ok',
  warning: 'warn',
  problem: 'danger',
  not_checked: 'off',
}

export const verdictLook = (verdict: NetworkFinding['verdict'], t: Translate) => ({
  shape: shapes[verdict],
  label: t(`cluster.setup.network.verdict.${verdict}`),
})

export const checkName = (check: NetworkFinding['check'], t: Translate): string =>
  t(`cluster.setup.network.check.${check}`)

/** All findings in one sentence, which is also what a screen reader hears. */
export function networkSummary(findings: readonly NetworkFinding[], t: Translate): string {
  const count = (verdict: NetworkFinding['verdict']) =>
    findings.filter(finding => finding.verdict === verdict).length
  const problems = count('problem')
  const warnings = count('warning')
  if (problems === 0)
    return warnings === 0
      ? t('cluster.setup.network.fine')
      : t('cluster.setup.network.fineNotes', { count: warnings })
  if (warnings === 0) return t('cluster.setup.network.problems', { count: problems })
  const notes = t('cluster.setup.network.notes', { count: warnings })
  return t('cluster.setup.network.problemNotes', { count: problems, notes })
}
