import type { ModelJob } from '../../../shared/entities'
import { HarombeError, isHarombeError } from '../../../shared/errors'

/** In the servers' own words (Go's and POSIX's), which is all they say. */
const noSpace = /no space left|not enough (?:disk |free )?space|disk (?:is )?full|disk quota exceeded|ENOSPC/i
const noPermission = /permission denied|EACCES|EPERM|read-only file system|operation not permitted/i

/** A node went while something was being done with a model of it. */
export function wentAway(node: string, kind: ModelJob['kind']): HarombeError {
  return new HarombeError('NODE_UNREACHABLE', `${node} went away.`, {
    hint:
      kind === 'pull'
        ? 'Pull it again when the machine is back; what was fetched is kept where the server can.'
        : 'Try again when the machine is back.',
  })
}

/** The error a job ends with: what a full disk or a missing right makes a server say is put plainly. */
export function explainJobFailure(
  error: HarombeError,
  { kind, node, model }: Pick<ModelJob, 'kind' | 'node' | 'model'>,
): HarombeError {
  if (noSpace.test(error.message)) {
    return new HarombeError('NODE_ERROR', `${node} has no disk space left for ${model}.`, {
      hint: 'Delete a model there or free some space, then pull it again.',
      retryable: false,
      cause: error,
    })
  }
  if (noPermission.test(error.message)) {
    return new HarombeError('NODE_REFUSED', `The model server on ${node} may not change its models folder.`, {
      hint: 'Give the user it runs as the right to write there.',
      cause: error,
    })
  }
  if (error.code === 'NODE_UNREACHABLE' || error.code === 'STREAM_CUT_OFF') {
    const { hint } = wentAway(node, kind)
    return new HarombeError(error.code, error.message, { hint: error.hint ?? hint, cause: error })
  }
  return error
}

export const cancelled = () => new HarombeError('CANCELLED', 'It was cancelled.')

/** Why a job was aborted, from the reason of its signal. */
export const asAbortion = (reason: unknown): HarombeError => (isHarombeError(reason) ? reason : cancelled())
