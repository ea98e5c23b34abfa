import type { HardwareReport } from '../shared/entities'
import { detectHardware } from './hardware'
import { type MeasuredMemory, machineMemory } from './hardware/model-room'

export interface OwnHardware {
  /** Detected once and kept: hardware does not change while the program runs. */
  report(): Promise<HardwareReport>
  /** At once; null until it was detected, which the first call sets going. */
  memory(): MeasuredMemory | null
  /** Ends a detection under way; it then reports what is known by then. */
  stop(): void
}

/** This machine. `onDetected` is told when `memory` began to know. */
export function createOwnHardware(onDetected: () => void, detect = detectHardware): OwnHardware {
  const lifetime = new AbortController()
  const { signal } = lifetime
  let detection: Promise<HardwareReport> | null = null
  let memory: MeasuredMemory | null = null

  function report(): Promise<HardwareReport> {
    if (detection === null) {
      detection = detect({ signal })
      // It never rejects: what cannot be found out is left out of the report.
      void detection.then(found => {
        // What an aborted one did not find is not absent.
        if (signal.aborted) return
        memory = machineMemory(found)
        onDetected()
      })
    }
    return detection
  }

  return {
    report,
    memory() {
      void report()
      return memory
    },
    stop: () => lifetime.abort(),
  }
}
