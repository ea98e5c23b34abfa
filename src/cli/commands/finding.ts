export type Verdict = 'ok' | 'warn' | 'fail'

/** What the doctor says of one thing. */
export interface Finding {
  check: string
  verdict: Verdict
  detail: string
  /** What to do; only where something is to be done. */
  hint?: string | undefined
}
