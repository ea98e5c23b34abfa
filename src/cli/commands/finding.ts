/** skip: not looked at, for a reason that is no fault. */
export type Verdict = 'ok' | 'warn' | 'fail' | 'skip'

/** What the doctor says of one thing. */
export interface Finding {
  check: string
  verdict: Verdict
  detail: string
  /** What to do; only where something is to be done. */
  hint?: string | undefined
}
