import { z } from 'zod'
import type { Tier } from '../../src/shared/entities'

/** A prompt with the smallest tier that answers it well. */
export interface GoldRow {
  id: string
  source: string
  task: string
  lang: string
  prompt: string
  tier: Tier
  /** Not derived from results of models: the prompt was written to be simple or to be hard. */
  byConstruction: boolean
}

const tier = z.union([z.literal(0), z.literal(1), z.literal(2)])
const line = z
  .object({
    id: z.string(),
    source: z.string(),
    task: z.string().default(''),
    lang: z.string().default('en'),
    prompt: z.string(),
    gold_tier: tier,
    evidence: z.string().optional(),
  })
  .transform(
    ({ gold_tier, evidence, ...rest }): GoldRow => ({
      ...rest,
      tier: gold_tier,
      byConstruction: evidence === 'construction',
    }),
  )

const numbered = (text: string) =>
  text.split('\n').flatMap((content, index) => (content.trim() === '' ? [] : [{ content, at: index + 1 }]))

function parseLine<T>(schema: z.ZodType<T>, content: string, place: string): T {
  try {
    return schema.parse(JSON.parse(content))
  } catch (cause) {
    const why = cause instanceof z.ZodError ? z.prettifyError(cause) : 'it is not JSON'
    throw new Error(`${place} is not a prompt with a gold tier: ${why}`, { cause })
  }
}

/** @param name of the file, for errors. @throws Error that names the line */
export function parseGoldRows(text: string, name: string): GoldRow[] {
  return numbered(text).map(({ content, at }) => parseLine(line, content, `${name}:${at}`))
}

const ownLine = z.object({
  id: z.string(),
  lang: z.string(),
  tier: tier,
  kind: z.string(),
  prompt: z.string(),
})

/** Prompts of our own (`training/`): written to be simple or to be hard. @throws Error that names the line */
export function parseOwnRows(text: string, name: string): GoldRow[] {
  return numbered(text).map(({ content, at }) => {
    const { kind, ...rest } = parseLine(ownLine, content, `${name}:${at}`)
    return { ...rest, source: 'own', task: kind, byConstruction: true }
  })
}
