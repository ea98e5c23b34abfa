import { existsSync } from 'node:fs'
import { z } from 'zod'
import type { Clock } from '../../../shared/clock'
import { type RoutingSignal, routingSignal } from '../../../shared/entities'
import { createKeptFile } from '../kept-file'

/** Years of somebody who redoes an answer a day, and a file of half a megabyte. */
export const mostSignals = 4_000

const signalsContent = z.object({ version: z.literal(1), signals: z.array(routingSignal).max(mostSignals) })
type SignalsContent = z.infer<typeof signalsContent>

const nothing: SignalsContent = { version: 1, signals: [] }

/** Where signals outlive a restart. */
export interface SignalFile {
  /** What was kept when it was opened, in the order in which it was given. */
  readonly kept: readonly RoutingSignal[]
  /** Why what was kept before was lost, or what is kept now cannot be written; null when neither is so. */
  problem(): string | null
  /** Soon writes what `signals` returns by then. */
  save(signals: () => readonly RoutingSignal[]): void
  /** Calls back when the problem may have changed. */
  onProblem(listener: () => void): void
  close(): Promise<void>
}

/** A file that cannot be used is set aside and learning begins anew; one that cannot be written leaves it in memory. */
export function openSignalFile(
  path: string,
  clock: Pick<Clock, 'after'>,
  report: (error: unknown) => void,
): SignalFile {
  const wasThere = existsSync(path)
  let isOpening = true
  let lost: string | null = null
  let unsaved: string | null = null
  let tell = () => {}
  const file = createKeptFile<SignalsContent>({
    path,
    schema: signalsContent,
    nothing,
    clock,
    report(error) {
      report(error)
      if (!isOpening)
        unsaved = 'What is learnt cannot be written to the disk and will be gone when harombe quits.'
      else if (wasThere) lost = 'What was learnt before could not be read, so learning began anew.'
      tell()
    },
    onWritten() {
      unsaved = null
      tell()
    },
  })
  const { signals: kept } = file.read()
  isOpening = false
  if (lost !== null && !existsSync(path)) lost = `${lost} The old file was set aside as ${path}.broken.`

  return {
    kept,
    problem: () => unsaved ?? lost,
    save: signals => file.save(() => ({ version: 1, signals: [...signals()] })),
    onProblem(listener) {
      tell = listener
    },
    close: file.close,
  }
}
