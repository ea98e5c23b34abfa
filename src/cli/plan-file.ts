import { readFile, stat } from 'node:fs/promises'
import { isMissingFile, replacePrivateFile } from '../core/config/private-files'
import { type Plan, plan as planSchema } from '../shared/entities'
import { HarombeError } from '../shared/errors'
import { toCamelCase } from './snake-case'

/** Larger than any plan of a thousand nodes. */
const mostBytes = 16 * 1024 * 1024

/** The plan in a file, as `plan --out` or `plan --json` wrote it; null when the file holds something else. */
async function planIn(path: string): Promise<Plan | null> {
  const { size } = await stat(path)
  if (size > mostBytes) return null
  try {
    const content: unknown = JSON.parse(await readFile(path, 'utf8'))
    return planSchema.safeParse(content).data ?? planSchema.safeParse(toCamelCase(content)).data ?? null
  } catch {
    return null
  }
}

/** @throws HarombeError NOT_FOUND, BAD_REQUEST */
export async function readPlanFile(path: string): Promise<Plan> {
  const found = await planIn(path).catch((cause: unknown) => {
    throw new HarombeError('NOT_FOUND', `${path} cannot be read.`, {
      hint: 'Save a plan with `harombe plan --out FILE`.',
      cause,
    })
  })
  if (found !== null) return found
  throw new HarombeError('BAD_REQUEST', `${path} is no plan of this version of harombe.`, {
    hint: 'Save a new one with `harombe plan --out FILE`.',
  })
}

/** Replaces an older plan, and nothing else. @throws HarombeError CONFLICT, STORAGE_FAILED */
export async function writePlanFile(path: string, plan: Plan): Promise<void> {
  const isFree = await planIn(path).then(
    before => before !== null,
    (error: unknown) => isMissingFile(error),
  )
  if (!isFree) {
    throw new HarombeError('CONFLICT', `${path} is there already, and is no plan.`, {
      hint: 'Choose another name.',
    })
  }
  try {
    replacePrivateFile(path, `${JSON.stringify(plan, null, 2)}\n`)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new HarombeError('STORAGE_FAILED', `${path} cannot be written: ${reason}.`, { cause })
  }
}
