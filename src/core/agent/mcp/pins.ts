import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { HarombeError } from '../../../shared/errors'
import { createPrivateDirectory, isMissingFile, replacePrivateFile } from '../../config/private-files'
import type { ServerSpec, ToolListing } from './types'

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

const pin = z.strictObject({
  /** Of the program or address it was approved for. */
  target: sha256,
  digest: sha256,
  /** Pairs, since a tool may be called `__proto__`. */
  tools: z.array(z.tuple([z.string(), sha256])),
  approvedAt: z.number(),
})
export type Pin = z.infer<typeof pin>

const content = z.strictObject({ version: z.literal(1), servers: z.array(z.tuple([z.string(), pin])) })

/** What a person approved, by server. */
export interface Pins {
  of(server: string): Pin | null
  /** Durable before it returns. @throws HarombeError STORAGE_FAILED when that cannot be kept; then it is not approved */
  set(server: string, pin: Pin): void
}

export interface PinsOptions {
  path: string
  /** A command that runs without a coordinator reads what was approved and changes nothing. */
  isReadOnly: boolean
  report(error: unknown): void
}

/** `mcp-pins.json`. One that cannot be read counts as empty: then everything is asked for again. */
export function openPins({ path, isReadOnly, report }: PinsOptions): Pins {
  const pins = new Map<string, Pin>()
  try {
    for (const [name, value] of content.parse(JSON.parse(readFileSync(path, 'utf8'))).servers)
      pins.set(name, value)
  } catch (error) {
    if (!isMissingFile(error)) report(error)
  }
  function write(servers: [string, Pin][]): void {
    try {
      createPrivateDirectory(dirname(path))
      replacePrivateFile(path, `${JSON.stringify({ version: 1, servers })}\n`)
    } catch (cause) {
      throw new HarombeError('STORAGE_FAILED', 'What was approved could not be written to the disk.', {
        hint: 'Look whether the disk is full, then approve it again.',
        cause,
      })
    }
  }
  return {
    of: server => pins.get(server) ?? null,
    set(server, value) {
      if (!isReadOnly) write([...new Map(pins).set(server, value)])
      pins.set(server, value)
    },
  }
}

export const pinOf = (spec: ServerSpec, { tools, digest }: ToolListing, approvedAt: number): Pin => ({
  target: spec.targetDigest,
  digest,
  tools: tools.map(tool => [tool.name, tool.digest]),
  approvedAt,
})

export const isApproved = (found: Pin | null, spec: ServerSpec, { digest }: ToolListing): boolean =>
  found !== null && found.target === spec.targetDigest && found.digest === digest
