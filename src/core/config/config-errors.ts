import { basename } from 'node:path'
import { type ConfigProblem, formatProblem } from '../../shared/config/document/load-config'
import { HarombeError } from '../../shared/errors'

/** The first problem, and how many more there are. */
export function summary(problems: readonly ConfigProblem[]): string {
  const [first, ...others] = problems
  if (first === undefined) return ''
  const more = others.length === 0 ? '' : ` and ${others.length} more`
  return `${formatProblem(first)}${more}.`
}

export function invalid(path: string, problems: readonly ConfigProblem[], hint: string): HarombeError {
  return new HarombeError('CONFIG_INVALID', `${basename(path)}: ${summary(problems)}`, {
    hint,
    data: { problems },
  })
}

/** `reason` is a sentence, which may name the file already. */
export function unusable(path: string, reason: string, hint: string): HarombeError {
  const name = `${basename(path)}: `
  return new HarombeError('CONFIG_INVALID', reason.startsWith(name) ? reason : `${name}${reason}`, {
    hint,
    data: { problems: [] },
  })
}

export function cannotWrite(path: string, reason: string, cause?: unknown): HarombeError {
  return new HarombeError('STORAGE_FAILED', `${path} cannot be written: ${reason}.`, {
    hint: 'Check that the file and its folder are writable for your user.',
    cause,
  })
}

export function alwaysChanging(path: string): HarombeError {
  return new HarombeError('CONFLICT', `${basename(path)} is being changed by another program all the time.`, {
    hint: 'Try again when the other program has finished.',
    retryable: true,
  })
}

/** `digest` of what is there now. */
export function changedMeanwhile(path: string, digest: string | null): HarombeError {
  return new HarombeError('CONFLICT', `${basename(path)} was changed by somebody else meanwhile.`, {
    hint: 'Look at both versions and decide which one to keep.',
    data: { digest },
  })
}

export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
