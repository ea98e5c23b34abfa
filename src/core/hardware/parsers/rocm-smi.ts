import { z } from 'zod'
import { cleanText, extractJson, parseBytes, parsePercent } from '../text'

export const rocmSmiArguments = ['--showproductname', '--showmeminfo', 'vram', '--showuse', '--json'] as const

export interface RocmSmiCard {
  name: string
  memoryBytes: number | null
  memoryUsedBytes: number | null
  /** 0–1 */
  load: number | null
}

const cards = z.record(z.string(), z.unknown())
const card = z.record(z.string(), z.unknown())

/**
 * Cards by index. ROCm 5 writes "Card series", ROCm 6 "Card Series", some "Device Name"; keys are therefore compared
 * without case. Null when there is no JSON with cards in it, as when the tool only printed a complaint.
 */
export function parseRocmSmi(output: string): RocmSmiCard[] | null {
  const parsed = cards.safeParse(extractJson(output))
  if (!parsed.success) return null
  const entries = Object.entries(parsed.data)
    .filter(([key]) => /^card[0-9]+$/i.test(key))
    .sort(([a], [b]) => Number(a.slice(4)) - Number(b.slice(4)))
  if (entries.length === 0) return null
  return entries.flatMap(([, value]) => {
    const fields = card.safeParse(value)
    return fields.success ? [readCard(fields.data)] : []
  })
}

function readCard(fields: Record<string, unknown>): RocmSmiCard {
  const byKey = new Map(Object.entries(fields).map(([key, value]) => [key.toLowerCase(), value]))
  const names = ['card series', 'device name', 'card model'].map(key => byKey.get(key))
  return {
    name: names.flatMap(readName)[0] ?? 'AMD GPU',
    memoryBytes: parseBytes(byKey.get('vram total memory (b)')),
    memoryUsedBytes: parseBytes(byKey.get('vram total used memory (b)')),
    load: parsePercent(byKey.get('gpu use (%)')),
  }
}

/** A bare number such as 0x744c is what the tool prints for a card that its name list does not know. */
function readName(value: unknown): string[] {
  if (typeof value !== 'string') return []
  const name = cleanText(value)
  return name === '' || /^(?:n\/a|0x[0-9a-f]+)$/i.test(name) ? [] : [name]
}
