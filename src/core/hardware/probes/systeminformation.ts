import { absent, type ProbeOutcome } from '../gpu-sighting'
import { type HardwareDependencies, isAppleSilicon } from '../machine'
import { parseGraphicsControllers } from '../parsers/graphics-controllers'
import { within } from '../within'

type Dependencies = Pick<HardwareDependencies, 'machine' | 'information' | 'signal'>

/** Windows answers through several PowerShell processes, which a busy machine takes seconds to start. */
const timeoutMs = 8_000

/**
 * What Windows and Intel Macs know of their GPUs. Asked only when nvidia-smi left something open: it runs nvidia-smi once
 * more, synchronously, so asking after a hang would hang the whole process, and after an answer it could add no more
 * than a GPU that does not count. Never rejects.
 */
export async function probeSystemInformation(
  { machine, information, signal }: Dependencies,
  nvidia: ProbeOutcome['state'],
): Promise<ProbeOutcome> {
  if (machine.platform === 'linux' || isAppleSilicon(machine)) return absent
  if (nvidia === 'stuck' || nvidia === 'answered') return absent
  const result = await within(timeoutMs, signal, () => information.graphics())
  if (result.status === 'ok')
    return { state: 'answered', gpus: parseGraphicsControllers(result.value), warnings: [] }
  if (result.status === 'cancelled') return absent
  const reason =
    result.status === 'timed-out' ? `no answer within ${timeoutMs / 1000} seconds` : result.reason
  return { state: 'failed', gpus: [], warnings: [`The system did not list its graphics cards: ${reason}.`] }
}
