import type Database from 'better-sqlite3'
import { type Readings, readings } from './readings'
import type { InputOf, OutputOf } from './types'

/** Prepares each kind of reading when it is asked for first. */
export function prepareReadings(connection: Database.Database) {
  const prepared = new Map<string, (input: never) => unknown>()
  return <K extends keyof Readings>(kind: K, input: InputOf<Readings[K]>): OutputOf<Readings[K]> => {
    const read = prepared.get(kind) ?? readings[kind](connection)
    prepared.set(kind, read)
    // The map cannot say that what lies under a kind is of that kind.
    return (read as (value: InputOf<Readings[K]>) => OutputOf<Readings[K]>)(input)
  }
}
