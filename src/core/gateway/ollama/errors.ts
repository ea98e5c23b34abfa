import type { HarombeError } from '../../../shared/errors'

/** Ollama's clients show this text and branch on the status alone. */
export const ollamaError = (error: HarombeError): { error: string } => ({
  error: error.hint === undefined ? error.message : `${error.message} ${error.hint}`,
})
