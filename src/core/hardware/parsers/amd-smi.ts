import { z } from 'zod'
import { cleanText, extractJson } from '../text'

export const amdSmiArguments = ['static', '--asic', '--vram', '--json'] as const

export interface AmdSmiCard {
  name: string
  memoryBytes: number | null
}

/** amd-smi counts 1,024 × 1,024 bytes as one "MB". */
const unitBytes = { B: 1, KB: 1024, MB: 1024 ** 2, GB: 1024 ** 3 }

const size = z.object({
  value: z
    .number()
    .nonnegative()
    .max(2 ** 40),
  unit: z.enum(['B', 'KB', 'MB', 'GB']),
})
const card = z.object({
  asic: z.object({ market_name: z.string() }).nullable().catch(null),
  vram: z.object({ size }).nullable().catch(null),
})
const cards = z.array(card)
/** ROCm 6.x prints the list itself, later versions wrap it. */
const report = z.union([cards, z.object({ gpu_data: cards }).transform(wrapped => wrapped.gpu_data)])

/** Cards in the order of their index; null when there is no such JSON in the output. */
export function parseAmdSmi(output: string): AmdSmiCard[] | null {
  const parsed = report.safeParse(extractJson(output))
  if (!parsed.success) return null
  return parsed.data.map(({ asic, vram }) => {
    const name = cleanText(asic?.market_name ?? '')
    const bytes = vram === null ? Number.NaN : Math.round(vram.size.value * unitBytes[vram.size.unit])
    return {
      name: name === '' || name === 'N/A' ? 'AMD GPU' : name,
      memoryBytes: Number.isSafeInteger(bytes) ? bytes : null,
    }
  })
}
