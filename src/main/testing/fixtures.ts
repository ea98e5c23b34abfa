import type { Log } from '../log'

/** Keeps what is logged, to be asked about. */
export function createMemoryLog() {
  const lines: { level: keyof Log; fields: object; message: string }[] = []
  const at = (level: keyof Log) => (fields: object, message: string) =>
    void lines.push({ level, fields, message })
  return { lines, log: { info: at('info'), warn: at('warn'), error: at('error') } satisfies Log }
}

/** The double stands in for a part of Electron whose overloads it cannot repeat. */
export function asElectron<T>(double: object): T {
  return double as T
}
