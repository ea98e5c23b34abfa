import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')
const folders: string[] = []

/** Runs the real rules over a small tree and returns the names of the rules that were broken. */
function brokenRules(files: Record<string, string>): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'harombe-rules-'))
  folders.push(folder)
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  const cruise = join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruiser.mjs')
  const config = join(root, '.dependency-cruiser.cjs')
  const args = [cruise, '--config', config, '--output-type', 'json', 'src']
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' })
  try {
    const { summary } = JSON.parse(stdout) as { summary: { violations: { rule: { name: string } }[] } }
    return [...new Set(summary.violations.map(({ rule }) => rule.name))]
  } catch {
    throw new Error(`dependency-cruiser gave no report: ${stderr}`)
  }
}

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

const leaf = 'export const value = 1\nexport type Value = number\n'
const importing = (path: string) => `import { value } from '${path}'\nexport const again = value\n`
const importingType = (path: string) =>
  `import type { Value } from '${path}'\nexport const again: Value = 1\n`

const cases: { title: string; rule: string; from: string; to: string; source: string }[] = [
  {
    title: 'a lower layer importing a higher one',
    rule: 'core-config-hardware-imports-only-downwards',
    from: 'src/core/hardware/a.ts',
    to: 'src/core/gateway/b.ts',
    source: importing('../gateway/b'),
  },
  {
    title: 'the same with a type-only import',
    rule: 'core-coordination-imports-only-downwards',
    from: 'src/core/coordination/a.ts',
    to: 'src/core/agent/b.ts',
    source: importingType('../agent/b'),
  },
  {
    title: 'siblings of one layer',
    rule: 'core-agent-does-not-import-its-siblings',
    from: 'src/core/agent/a.ts',
    to: 'src/core/memory/b.ts',
    source: importing('../memory/b'),
  },
  {
    title: 'shared reaching for the file system',
    rule: 'shared-imports-zod-only',
    from: 'src/shared/a.ts',
    to: 'src/shared/b.ts',
    source: `import { readFileSync } from 'node:fs'\nexport const again = readFileSync\n`,
  },
  {
    title: 'shared reaching for i18next outside of the texts',
    rule: 'shared-imports-zod-only',
    from: 'src/shared/texts-of-a.ts',
    to: 'node_modules/i18next/index.js',
    source: `import { value } from 'i18next'\nexport const again = value\n`,
  },
  {
    title: 'the texts reaching for the file system',
    rule: 'shared-texts-import-i18next-only',
    from: 'src/shared/texts/a.ts',
    to: 'src/shared/texts/b.ts',
    source: `import { readFileSync } from 'node:fs'\nexport const again = readFileSync\n`,
  },
  {
    title: 'the page importing the coordinator',
    rule: 'renderer-imports-shared-only',
    from: 'src/renderer/a.tsx',
    to: 'src/core/inference/b.ts',
    source: importing('../core/inference/b'),
  },
  {
    title: 'one feature importing another',
    rule: 'features-do-not-import-each-other',
    from: 'src/renderer/features/chat/a.tsx',
    to: 'src/renderer/features/cluster/b.ts',
    source: importing('../cluster/b'),
  },
  {
    title: 'a primitive that knows the app',
    rule: 'ui-primitives-know-nothing-of-the-app',
    from: 'src/renderer/ui/a.tsx',
    to: 'src/renderer/client/b.ts',
    source: importing('../client/b'),
  },
  {
    title: 'electron outside its host',
    rule: 'electron-in-main-and-preload-only',
    from: 'src/core/gateway/a.ts',
    to: 'node_modules/electron/index.js',
    source: `import { app } from 'electron'\nexport const again = app\n`,
  },
  {
    title: 'one host importing the other',
    rule: 'hosts-do-not-import-each-other',
    from: 'src/cli/a.ts',
    to: 'src/main/b.ts',
    source: importing('../main/b'),
  },
  {
    title: 'a layer importing the composition root',
    rule: 'core-layers-do-not-import-the-composition-root',
    from: 'src/core/agent/a.ts',
    to: 'src/core/coordinator.ts',
    source: importing('../coordinator'),
  },
  {
    title: 'product code importing test code',
    rule: 'product-code-does-not-import-test-code',
    from: 'src/core/memory/a.ts',
    to: 'src/core/memory/testing/b.ts',
    source: importing('./testing/b'),
  },
]

describe('the import rules', () => {
  it.each(cases)('catch $title', ({ rule, from, to, source }) => {
    expect(brokenRules({ [from]: source, [to]: leaf })).toContain(rule)
  })

  it('catch a cycle', () => {
    const files = { 'src/shared/a.ts': importing('./b'), 'src/shared/b.ts': importing('./a') }
    expect(brokenRules(files)).toContain('no-cycles')
  })

  it('let what is allowed pass', () => {
    const files = {
      'src/shared/errors.ts': leaf,
      'src/shared/texts/d.ts': `import { value } from 'i18next'\nexport const again = value\n`,
      'node_modules/i18next/index.js': leaf,
      'src/core/inference/a.ts': importing('../../shared/errors'),
      'src/core/gateway/b.ts': importing('../inference/a')
        .replaceAll('value', 'again')
        .replace('const again', 'const once'),
      'src/renderer/features/chat/c.tsx': importing('../../../shared/errors'),
    }
    expect(brokenRules(files)).toEqual([])
  })
})
