import { secretRanges } from '../../../../shared/config/document/secret-ranges'
import { hasMask } from './masks'

/**
 * A draft as it may lie in the storage of the page: secrets that were typed in and not written yet are left out, since they
 * belong into the file alone. Each has to be given again, which `checkDraft` says; masks and references stay.
 */
export function withoutSecrets(text: string): string {
  let kept = text
  for (const { start, end } of secretRanges(text).toReversed()) {
    const source = text.slice(start, end)
    if (hasMask(source)) continue
    const lineEnd = source.endsWith('\n') ? '\n' : ''
    kept = `${kept.slice(0, start)}"[redacted]"${lineEnd}${kept.slice(end)}`
  }
  return kept
}
