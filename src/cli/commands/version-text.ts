import type { HarombeClient, HarombeInput } from '../../shared/contract'
import type { Plan } from '../../shared/entities'
import { HarombeError } from '../../shared/errors'
import { readFileView } from './read-file-view'

/**
 * What a plan needs written first: nothing for one of the file, the text for one of a version.
 * @throws HarombeError BAD_REQUEST for a plan of a text that was never saved
 */
export async function whatToWrite(
  client: HarombeClient,
  { from }: Pick<Plan, 'from'>,
): Promise<HarombeInput<'config.startApply'>['write']> {
  if (from === 'file') return undefined
  if (from === 'draft') {
    throw new HarombeError('BAD_REQUEST', 'This plan is of a text that was not saved.', {
      hint: 'Save the text as harombe.yaml, and make a plan of that.',
    })
  }
  const { text } = await client.call('config.getVersion', { version: from })
  const { digest } = await readFileView(client)
  return { text, base: digest }
}
