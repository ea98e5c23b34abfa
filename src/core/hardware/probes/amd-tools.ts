import { absent, type GpuSighting, type ProbeOutcome } from '../gpu-sighting'
import type { HardwareDependencies } from '../machine'
import { amdSmiArguments, parseAmdSmi } from '../parsers/amd-smi'
import { parseRocmSmi, rocmSmiArguments } from '../parsers/rocm-smi'
import { type CommandResult, runFirstPresent } from '../run-command'
import { firstLine } from '../text'

type Dependencies = Pick<HardwareDependencies, 'machine' | 'run' | 'signal'>

interface Card {
  name: string
  memoryBytes: number | null
  memoryUsedBytes?: number | null
  load?: number | null
}

/** Both tools exist for Linux only. ROCm installs into /opt/rocm and often leaves PATH alone. */
async function probeTool(
  tool: 'rocm-smi' | 'amd-smi',
  args: readonly string[],
  parse: (output: string) => Card[] | null,
  { machine, run, signal }: Dependencies,
): Promise<ProbeOutcome> {
  if (machine.platform !== 'linux') return absent
  const result = await runFirstPresent(run, [tool, `/opt/rocm/bin/${tool}`], args, { signal })
  if (result.status === 'absent' || result.status === 'cancelled') return absent
  const cards = result.status === 'timed-out' ? null : parse(result.stdout)
  if (cards === null) {
    const state = result.status === 'timed-out' ? 'stuck' : 'failed'
    return { state, gpus: [], warnings: [explain(tool, result)] }
  }
  const gpus = cards.map(
    (card): GpuSighting => ({
      name: card.name,
      vendor: 'amd',
      source: tool,
      memoryBytes: card.memoryBytes,
      memoryUsedBytes: card.memoryUsedBytes ?? null,
      load: card.load ?? null,
      unified: false,
    }),
  )
  return { state: 'answered', gpus, warnings: [] }
}

function explain(tool: string, result: Exclude<CommandResult, { status: 'absent' | 'cancelled' }>): string {
  if (result.status === 'timed-out') {
    return `${tool} did not answer within ${result.timeoutMs / 1000} seconds.`
  }
  const said = firstLine(result.status === 'ok' ? result.stdout : result.output)
  return said === '' ? `${tool} listed no GPU and gave no reason.` : `${tool} listed no GPU: ${said}`
}

/** AMD's GPUs with live figures. Never rejects. */
export const probeRocmSmi = (dependencies: Dependencies): Promise<ProbeOutcome> =>
  probeTool('rocm-smi', rocmSmiArguments, parseRocmSmi, dependencies)

/** AMD's GPUs and their memory, where ROCm has replaced rocm-smi. Never rejects. */
export const probeAmdSmi = (dependencies: Dependencies): Promise<ProbeOutcome> =>
  probeTool('amd-smi', amdSmiArguments, parseAmdSmi, dependencies)
