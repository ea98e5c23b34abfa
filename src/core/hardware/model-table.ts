const gibibyte = 1024 ** 3

/** GB here and in the table are GiB: a card sold with 24 GB holds 24 × 1,024³ bytes, and so does memory. */
export const bytesPerGigabyte = gibibyte

export interface ModelFamily {
  name: string
  /** Largest first; the last one needs 0 and is what any machine gets. */
  choices: readonly { model: string; minimumUsableGigabytes: number }[]
  /**
   * The largest one worth recommending without a GPU. A processor reads the whole model from memory for every token, so
   * there it is speed and not room that sets the limit.
   */
  largestWithoutGpu: string
}

/** Names as Ollama has them; the figures are those of the Python harombe. */
export const qwen25: ModelFamily = {
  name: 'qwen2.5',
  choices: [
    { model: 'qwen2.5:72b', minimumUsableGigabytes: 80 },
    { model: 'qwen2.5:32b', minimumUsableGigabytes: 40 },
    { model: 'qwen2.5:14b', minimumUsableGigabytes: 20 },
    { model: 'qwen2.5:7b', minimumUsableGigabytes: 12 },
    { model: 'qwen2.5:3b', minimumUsableGigabytes: 6 },
    { model: 'qwen2.5:1.5b', minimumUsableGigabytes: 3 },
    { model: 'qwen2.5:0.5b', minimumUsableGigabytes: 0 },
  ],
  largestWithoutGpu: 'qwen2.5:1.5b',
}

/** Percent of a memory that model and context may fill; the rest is for screens, other programs and the system. */
export const usablePercent = { dedicated: 85, unified: 60, withoutGpu: 50 } as const

/** Less than this is what firmware sets aside for a screen, not a GPU for models. */
export const smallestGpuBytes = gibibyte
