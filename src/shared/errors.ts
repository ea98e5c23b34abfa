import { z } from 'zod'
import { type ErrorShape, errorCodes } from './harombe-error'

export * from './harombe-error'

export const errorCode = z.enum(errorCodes)

export const errorShape: z.ZodType<ErrorShape, ErrorShape> = z.object({
  code: errorCode,
  message: z.string(),
  retryable: z.boolean(),
  hint: z.string().optional(),
  data: z.record(z.string(), z.unknown()).optional(),
})
