import { errorTable, type HarombeError } from '../../../shared/errors'

export interface AnthropicErrorBody {
  type: 'error'
  error: { type: string; message: string }
}

const types: Readonly<Record<number, string>> = {
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  503: 'overloaded_error',
  504: 'timeout_error',
}

export function anthropicError(error: HarombeError): AnthropicErrorBody {
  const { status } = errorTable[error.code]
  return {
    type: 'error',
    error: {
      type: types[status] ?? (status < 500 ? 'invalid_request_error' : 'api_error'),
      message: error.hint === undefined ? error.message : `${error.message} ${error.hint}`,
    },
  }
}
