import { isUnifiedNvidia } from '../gpu-kind'
import { absent, type GpuSighting, type ProbeOutcome } from '../gpu-sighting'
import type { HardwareDependencies, Machine } from '../machine'
import { type NvidiaSmiRow, nvidiaSmiArguments, parseNvidiaSmi } from '../parsers/nvidia-smi'
import { type CommandResult, runFirstPresent } from '../run-command'
import { firstLine } from '../text'

/** Windows looks for a bare name in the current directory first, so there only whole paths are run. */
function locations({ platform, environment }: Machine): string[] {
  if (platform === 'linux') return ['nvidia-smi', '/usr/lib/wsl/lib/nvidia-smi']
  if (platform !== 'win32') return []
  const system = environment.SystemRoot ?? 'C:\\Windows'
  const programs = environment.ProgramFiles ?? 'C:\\Program Files'
  return [`${system}\\System32\\nvidia-smi.exe`, `${programs}\\NVIDIA Corporation\\NVSMI\\nvidia-smi.exe`]
}

type Dependencies = Pick<HardwareDependencies, 'machine' | 'run' | 'signal'>

/** NVIDIA's GPUs with live figures, through nvidia-smi. Never rejects. */
export async function probeNvidia({ machine, run, signal }: Dependencies): Promise<ProbeOutcome> {
  const result = await runFirstPresent(run, locations(machine), nvidiaSmiArguments, { signal })
  if (result.status === 'absent' || result.status === 'cancelled') return absent
  // One lost card makes the tool fail although it has listed the others.
  const report = parseNvidiaSmi(result.status === 'timed-out' ? '' : result.stdout)
  if (report.rows.length > 0) {
    const unreadable = report.unreadable.map(line => `nvidia-smi says of one GPU: ${line}`)
    return { state: 'answered', gpus: report.rows.map(row => sighting(row, machine)), warnings: unreadable }
  }
  return {
    state: result.status === 'timed-out' ? 'stuck' : 'failed',
    gpus: [],
    warnings: [explain(result)],
  }
}

function sighting(row: NvidiaSmiRow, machine: Machine): GpuSighting {
  const unified = isUnifiedNvidia(row.name) || (row.memoryNotApplicable && machine.arch === 'arm64')
  return {
    name: row.name,
    vendor: 'nvidia',
    source: 'nvidia-smi',
    memoryBytes: unified ? machine.memory().totalBytes : row.memoryBytes,
    memoryUsedBytes: unified ? null : row.memoryUsedBytes,
    load: row.load,
    unified,
  }
}

const causes: readonly [RegExp, string][] = [
  [
    /couldn't communicate with the NVIDIA driver/i,
    "NVIDIA's driver does not answer: its GPUs cannot be used until the driver is installed again or the machine restarted.",
  ],
  [
    /version mismatch/i,
    "NVIDIA's driver was updated while the old one is still loaded: restart the machine to use its GPUs.",
  ],
  [/no devices were found/i, "NVIDIA's driver is installed but finds none of its GPUs."],
  [
    /insufficient permissions/i,
    'nvidia-smi is not allowed to look at the GPUs: this user lacks the permission.',
  ],
]

function explain(result: Exclude<CommandResult, { status: 'absent' | 'cancelled' }>): string {
  if (result.status === 'timed-out') {
    return `nvidia-smi did not answer within ${result.timeoutMs / 1000} seconds: NVIDIA GPUs are left out until it does.`
  }
  const output = result.status === 'ok' ? result.stdout : result.output
  const known = causes.find(([pattern]) => pattern.test(output))
  if (known !== undefined) return known[1]
  const said = firstLine(output)
  return said === '' ? 'nvidia-smi listed no GPU and gave no reason.' : `nvidia-smi listed no GPU: ${said}`
}
