import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { projectRoot } from './bootstrap.mjs'

const bin = (...parts) => join(projectRoot, 'node_modules', ...parts)

const checks = [
  { name: 'types (node)', args: [bin('typescript', 'bin', 'tsc'), '-p', 'tsconfig.node.json'] },
  { name: 'types (web)', args: [bin('typescript', 'bin', 'tsc'), '-p', 'tsconfig.web.json'] },
  { name: 'lint and format', args: [bin('@biomejs', 'biome', 'bin', 'biome'), 'ci', '--colors=off', '.'] },
  { name: 'import rules', args: [bin('dependency-cruiser', 'bin', 'dependency-cruiser.mjs'), 'src'] },
  { name: 'dead code', args: [bin('knip', 'bin', 'knip.js'), '--no-progress'] },
]

/** Runs every check, prints what failed, and returns how many passed and failed. */
export function runChecks() {
  const failed = []
  for (const { name, args } of checks) {
    const result = spawnSync(process.execPath, args, {
      cwd: projectRoot,
      encoding: 'utf8',
      env: { ...process.env, CI: 'true' },
    })
    const good = result.status === 0
    process.stdout.write(`${good ? 'ok  ' : 'FAIL'} ${name}\n`)
    if (good) continue
    failed.push(name)
    process.stdout.write(`${result.stdout}${result.stderr}\n`)
  }
  return { passed: checks.length - failed.length, failed: failed.length }
}
