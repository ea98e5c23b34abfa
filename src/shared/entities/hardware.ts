import { z } from 'zod'

const bytes = z.number().int().nonnegative()

export const gpu = z.object({
  name: z.string(),
  vendor: z.enum(['nvidia', 'amd', 'apple', 'intel', 'other']),
  /**
   * Dedicated video memory, or for unified memory the machine's whole memory. Zero for an integrated GPU that only
   * borrows; null when no source would tell.
   */
  memoryBytes: bytes.nullable(),
  unified: z.boolean(),
  /** Which probe said so. */
  source: z.enum(['nvidia-smi', 'rocm-smi', 'amd-smi', 'sysfs', 'systeminformation', 'unified-memory']),
})
export type Gpu = z.infer<typeof gpu>

export const modelRecommendation = z.object({
  model: z.string(),
  /** Memory a model may use: 85 % of VRAM, 60 % of unified memory, 50 % of main memory where there is no GPU. */
  usableBytes: bytes,
  reason: z.string(),
  /** What is to be downloaded; absent where nobody knows. */
  sizeBytes: bytes.optional(),
  /** How fast it will write, before anything was measured. */
  tokensPerSecond: z.object({ atLeast: z.number().positive(), atMost: z.number().positive() }).optional(),
  /** Models for other purposes that suit the machine as well. */
  companions: z.array(z.object({ purpose: z.enum(['vision', 'embeddings']), model: z.string() })).optional(),
})
export type ModelRecommendation = z.infer<typeof modelRecommendation>

export const hardwareReport = z.object({
  platform: z.string(),
  arch: z.string(),
  hostname: z.string(),
  cpu: z.object({
    name: z.string(),
    physicalCores: z.number().int().nonnegative(),
    logicalCores: z.number().int().nonnegative(),
  }),
  memoryBytes: bytes,
  gpus: z.array(gpu),
  recommendation: modelRecommendation,
  /** Probes that failed, in words; empty when all went well. */
  warnings: z.array(z.string()),
})
export type HardwareReport = z.infer<typeof hardwareReport>

/** One reading of the live monitor. Fractions are 0–1; null means this machine does not tell. */
export const resourceReading = z.object({
  cpuLoad: z.number().min(0).max(1),
  memoryUsedBytes: bytes,
  memoryTotalBytes: bytes,
  gpus: z.array(
    z.object({
      name: z.string(),
      load: z.number().min(0).max(1).nullable(),
      memoryUsedBytes: bytes.nullable(),
      memoryTotalBytes: bytes.nullable(),
    }),
  ),
})
export type ResourceReading = z.infer<typeof resourceReading>
