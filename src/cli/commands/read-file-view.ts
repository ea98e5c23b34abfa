import type { HarombeClient } from '../../shared/contract'
import type { ConfigFileView } from '../../shared/contract/config'
import { HarombeError } from '../../shared/errors'

/** harombe.yaml as it stands on disk. */
export async function readFileView(client: HarombeClient): Promise<ConfigFileView> {
  const abort = new AbortController()
  try {
    for await (const view of client.stream('config.watchFile', {}, { signal: abort.signal })) return view
  } finally {
    abort.abort()
  }
  throw new HarombeError('DISCONNECTED', 'The coordinator did not say what is in the file.')
}
