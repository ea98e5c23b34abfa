import type { FitEstimate } from './model'

/** Whether a model fits, in a few words. */
export const fitWords = {
  gpu: 'fits the GPU',
  partly_gpu: 'partly in main memory',
  memory: 'in main memory',
  too_large: 'too large',
  unknown: 'fit unknown',
} as const satisfies Record<FitEstimate['verdict'], string>
