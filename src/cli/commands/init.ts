import { copyFile, mkdir, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { detectHardware } from '../../core/hardware'
import { machineLine } from '../../core/hardware/machine-line'
import { configTemplate } from '../../shared/config/document/config-template'
import { HarombeError } from '../../shared/errors'
import type { ExitCode, RunContext } from '../run-context'

export interface InitOptions {
  force?: boolean | undefined
}

/** Writes a first, commented harombe.yaml for this machine. An existing one is kept unless `--force`, then it is backed up. */
export async function init({ force }: InitOptions, context: RunContext): Promise<ExitCode> {
  const { configPath } = context.newPlaces()
  const exists = await stat(configPath).then(
    () => true,
    () => false,
  )
  if (exists && force !== true) {
    throw new HarombeError('CONFLICT', `${configPath} exists already.`, {
      hint: 'Edit it, or write it anew with --force (the old one is kept beside it).',
    })
  }
  const hardware = await detectHardware()
  await mkdir(dirname(configPath), { recursive: true, mode: 0o700 })
  const backup = exists ? `${configPath}.${new Date().toISOString().replace(/[:.]/g, '-')}.bak` : null
  if (backup !== null) await copyFile(configPath, backup)
  await writeFile(configPath, configTemplate({ hardware: machineLine(hardware) }), { mode: 0o600 })
  const { model, reason } = hardware.recommendation
  if (context.terminal.json)
    context.terminal.data({ path: configPath, backup, recommendation: { model, reason } })
  else {
    context.terminal.line(`Wrote ${configPath}${backup === null ? '' : ` (the old one is ${backup})`}.`)
    context.terminal.line(`Recommended for this machine: ${model} (${reason})`)
    context.terminal.line(`Get it with \`harombe models pull ${model}\`.`)
    context.terminal.line('Next: list your machines under cluster.nodes, then run `harombe cluster test`.')
  }
  return 0
}
