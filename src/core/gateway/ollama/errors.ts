import type { HarombeError } from '../../../shared/errors'
import { errorText } from '../client-errors'

/** Ollama's clients show this text and branch on the status alone. */
export const ollamaError = (error: HarombeError): { error: string } => ({
  error: errorText(error),
})
