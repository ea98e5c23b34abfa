import { absent, type ProbeOutcome } from '../gpu-sighting'
import { type HardwareDependencies, isAppleSilicon } from '../machine'
import { ioregArguments, parseIoreg } from '../parsers/ioreg'
import { cleanText } from '../text'

type Dependencies = Pick<HardwareDependencies, 'machine' | 'run' | 'signal'>

/** Apple's GPU shares the machine's memory and is there whenever the chip is, so it is known even if ioreg fails. */
export async function probeApple({ machine, run, signal }: Dependencies): Promise<ProbeOutcome> {
  if (!isAppleSilicon(machine)) return absent
  const result = await run('ioreg', ioregArguments, { signal })
  const counters = result.status === 'ok' ? parseIoreg(result.stdout) : null
  return {
    state: 'answered',
    gpus: [
      {
        name: cleanText(machine.cpuModel() ?? '') || 'Apple GPU',
        vendor: 'apple',
        source: 'unified-memory',
        memoryBytes: machine.memory().totalBytes,
        memoryUsedBytes: counters?.memoryUsedBytes ?? null,
        load: counters?.load ?? null,
        unified: true,
      },
    ],
    warnings: [],
  }
}
