import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'

const directory = join(import.meta.dirname, '..', '.github', 'workflows')
const manifest = JSON.parse(readFileSync(join(directory, '..', '..', 'package.json'), 'utf8'))

interface Step {
  uses?: string
  run?: string
  with?: Record<string, unknown>
}
interface Workflow {
  permissions?: unknown
  concurrency?: unknown
  jobs: Record<string, { 'timeout-minutes'?: number; permissions?: Record<string, string>; steps: Step[] }>
}

const workflows = readdirSync(directory).map(name => ({
  name,
  workflow: parse(readFileSync(join(directory, name), 'utf8')) as Workflow,
}))

describe.each(workflows)('$name', ({ workflow }) => {
  const steps = Object.values(workflow.jobs).flatMap(job => job.steps)

  it('may only read, except where a release is drafted', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' })
    for (const [name, { permissions }] of Object.entries(workflow.jobs)) {
      if (name === 'draft') continue
      expect(permissions).toBeUndefined()
    }
  })

  it('leaves no credential behind for what it runs', () => {
    for (const step of steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'))) {
      expect(step.with?.['persist-credentials']).toBe(false)
    }
  })

  it('names the major of every action, and only actions of GitHub itself', () => {
    for (const { uses } of steps) if (uses !== undefined) expect(uses).toMatch(/^actions\/[a-z-]+@v\d+$/)
  })

  it('ends, and does not pile up', () => {
    expect(workflow.concurrency).toBeDefined()
    for (const job of Object.values(workflow.jobs)) expect(job['timeout-minutes']).toBeGreaterThan(0)
  })

  it('pastes nothing from outside into a shell', () => {
    // A branch or tag may be named `$(…)`: such values come in as environment variables only.
    for (const { run } of steps) expect(run ?? '').not.toMatch(/\$\{\{/)
  })

  it('runs scripts that exist', () => {
    const run = steps.map(step => step.run ?? '').join('\n')
    for (const [, path = ''] of run.matchAll(/node (scripts\/[\w./-]+)/g)) {
      expect([path, existsSync(join(directory, '..', '..', path))]).toEqual([path, true])
    }
    for (const [, script = ''] of run.matchAll(/npm run ([a-z-]+)/g)) {
      expect(manifest.scripts).toHaveProperty(script)
    }
  })
})

/** security.md 4.2 and S34–S36, as far as workflows keep them. */
describe('a release', () => {
  const release = workflows.find(({ name }) => name === 'release.yml')?.workflow
  const steps = Object.values(release?.jobs ?? {}).flatMap(job => job.steps)
  const withSecret = steps.filter(step => JSON.stringify(step).includes('UPDATE_SIGNING_KEY'))

  it('installs from the lockfile only, and shows the signing key to one step that installs nothing', () => {
    for (const { run } of steps) expect(run ?? '').not.toMatch(/npm (?:i|install)\b/)
    expect(withSecret).toHaveLength(1)
    expect(withSecret[0]?.run).toContain('scripts/sign-update.mjs')
    expect(withSecret[0]?.run).not.toContain('npm')
  })

  it('carries the manifests the app looks for, signed before their checksums are taken', () => {
    const uploaded = steps.map(step => String(step.with?.path ?? '')).join('\n')
    expect(uploaded).toContain('dist/latest*.yml')
    const run = withSecret[0]?.run ?? ''
    expect(run.indexOf('sign-update')).toBeLessThan(run.indexOf('sha256sum'))
  })

  it('is a draft until somebody looked at it', () => {
    expect(steps.map(step => step.run ?? '').join('\n')).toMatch(/gh release create .*--draft/)
  })
})
