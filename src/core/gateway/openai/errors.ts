import { errorTable, type HarombeError } from '../../../shared/errors'
import { errorText } from '../client-errors'

export interface OpenAiErrorBody {
  error: { message: string; type: string; param: string | null; code: string | null }
}

function typeOf(status: number): string {
  if (status === 401) return 'authentication_error'
  if (status === 403) return 'permission_error'
  if (status === 429) return 'rate_limit_error'
  return status < 500 ? 'invalid_request_error' : 'server_error'
}

/** Codes OpenAI's own clients know by name; the others keep ours in lower case. */
const knownCodes: Partial<Record<HarombeError['code'], string>> = {
  UNAUTHENTICATED: 'invalid_api_key',
  MODEL_MISSING: 'model_not_found',
  CONTEXT_TOO_LONG: 'context_length_exceeded',
  RATE_LIMITED: 'rate_limit_exceeded',
}

export function openAiError(error: HarombeError): OpenAiErrorBody {
  const param = error.data?.param
  return {
    error: {
      message: errorText(error),
      type: typeOf(errorTable[error.code].status),
      param: typeof param === 'string' ? param : null,
      code: knownCodes[error.code] ?? error.code.toLowerCase(),
    },
  }
}
