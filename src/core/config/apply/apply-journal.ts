import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { type ApplyRun, applyRun, applyStep } from '../../../shared/entities'
import { HarombeError } from '../../../shared/errors'
import { createPrivateDirectory, isMissingFile, replacePrivateFile } from '../private-files'
import type { ApplyJournal } from './types'

const entry = z.union([
  z.object({ begin: applyRun }),
  z.object({ step: applyStep }),
  z.object({ end: applyRun.pick({ state: true, endedAt: true }) }),
])
type Entry = z.infer<typeof entry>

/** A thousand nodes with all their steps come to a tenth of it. */
const maxBytes = 64 * 1024 ** 2

function parseEntry(line: string): Entry | null {
  try {
    return entry.safeParse(JSON.parse(line)).data ?? null
  } catch {
    // Cut off in the middle: it was being written when the process died.
    return null
  }
}

function followed(run: ApplyRun | null, next: Entry): ApplyRun | null {
  if ('begin' in next) return next.begin
  if (run === null) return null
  if ('end' in next) return { ...run, ...next.end }
  return { ...run, steps: run.steps.map(step => (step.id === next.step.id ? next.step : step)) }
}

/** What the entries come to. Those behind one that cannot be read are not believed. */
function replay(lines: readonly string[]): ApplyRun | null {
  let run: ApplyRun | null = null
  for (const line of lines) {
    const read = parseEntry(line)
    if (read === null) break
    run = followed(run, read)
  }
  return run
}

const cannotNote = (path: string, cause: unknown) =>
  new HarombeError('STORAGE_FAILED', 'What an apply does cannot be noted on the disk.', {
    hint: `Check that ${dirname(path)} is writable for your user and that the disk is not full.`,
    cause,
  })

/**
 * One file with a line for everything that happened, so that a step of a thousand costs its own line; the next run replaces it.
 * @param report told when the file there is cannot be read
 */
export function createApplyJournal(path: string, report: (error: unknown) => void): ApplyJournal {
  function append(line: Entry): void {
    try {
      const descriptor = openSync(path, 'a', 0o600)
      try {
        const bytes = Buffer.from(`${JSON.stringify(line)}\n`)
        const { size } = fstatSync(descriptor)
        // A disk that has become full takes a part, and what is noted later would be joined to it.
        if (writeSync(descriptor, bytes) < bytes.length) {
          ftruncateSync(descriptor, size)
          throw new Error('the disk is full')
        }
        fsyncSync(descriptor)
      } finally {
        closeSync(descriptor)
      }
    } catch (error) {
      throw cannotNote(path, error)
    }
  }
  return {
    read() {
      try {
        const raw = readFileSync(path)
        if (raw.length > maxBytes) throw new Error(`${path} is larger than anything harombe writes.`)
        return replay(raw.toString('utf8').split('\n'))
      } catch (error) {
        if (!isMissingFile(error)) report(error)
        return null
      }
    },
    begin(run) {
      try {
        createPrivateDirectory(dirname(path))
        replacePrivateFile(path, `${JSON.stringify({ begin: run })}\n`)
      } catch (error) {
        throw cannotNote(path, error)
      }
    },
    note: step => append({ step }),
    end: end => append({ end }),
  }
}

/** For a command without a coordinator: it leaves no trace. */
export const createForgetfulJournal = (): ApplyJournal => ({
  read: () => null,
  begin: () => undefined,
  note: () => undefined,
  end: () => undefined,
})
