/** What the rounds came to. Every list of words names what broke a promise. */
export interface Tally {
  rounds: number
  /** Killed before it had said that it was ready. */
  killedWhileStarting: number
  acknowledged: number
  finished: number
  interrupted: number
  toolRuns: number
  /** Calls that ran when the process died. */
  unknownCalls: number
  snapshots: number
  lost: string[]
  doubled: string[]
  changed: string[]
  damaged: string[]
  stillStreaming: string[]
  rerun: string[]
  unrecorded: string[]
  /** Milliseconds of an answer's text that were seen and are not stored. */
  textLostMs: number[]
  /** From the start of the process to its first word. */
  readyMs: number[]
}

export const createTally = (): Tally => ({
  rounds: 0,
  killedWhileStarting: 0,
  acknowledged: 0,
  finished: 0,
  interrupted: 0,
  toolRuns: 0,
  unknownCalls: 0,
  snapshots: 0,
  lost: [],
  doubled: [],
  changed: [],
  damaged: [],
  stillStreaming: [],
  rerun: [],
  unrecorded: [],
  textLostMs: [],
  readyMs: [],
})

export interface Promised {
  what: string
  value: number
  most: number
  unit: string
  examples: readonly string[]
}

const worst = (values: readonly number[]): number => Math.max(0, ...values)

/** What reliability.md R11 promises, with what came of it. */
export function promises(tally: Tally): Promised[] {
  const none = (what: string, examples: readonly string[]): Promised => ({
    what,
    value: examples.length,
    most: 0,
    unit: '',
    examples: examples.slice(0, 5),
  })
  const within = (what: string, values: readonly number[], most: number): Promised => ({
    what,
    value: worst(values),
    most,
    unit: 'ms',
    examples: [],
  })
  return [
    none('acknowledged messages lost', tally.lost),
    none('messages doubled', tally.doubled),
    none('finished answers that are not what was shown', tally.changed),
    none('files that failed integrity_check', tally.damaged),
    none('answers still shown as being written', tally.stillStreaming),
    none('tools run a second time', tally.rerun),
    none('tools run without a record on the disk', tally.unrecorded),
    within('text of an answer lost, worst', tally.textLostMs, 500),
    within('restart to ready, worst', tally.readyMs, 3000),
  ]
}

export const isKept = ({ value, most }: Promised): boolean => value <= most
