import type { Refusals } from './refusal'
import { llamacpp } from './refusals/llamacpp'
import { lmstudio } from './refusals/lm-studio'
import { localai } from './refusals/localai'
import { ollama } from './refusals/ollama'
import { openai } from './refusals/openai'
import { sglang } from './refusals/sglang'
import { vllm } from './refusals/vllm'
import type { SimulatedFlavour } from './types'

/** Wordings of 2026, from each server's source and what its users report. */
export const refusals: Readonly<Record<'ollama' | SimulatedFlavour, Refusals>> = {
  ollama,
  openai,
  vllm,
  sglang,
  llamacpp,
  lmstudio,
  localai,
}
