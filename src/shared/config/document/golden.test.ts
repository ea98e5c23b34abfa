import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { diffIndices } from 'node-diff3'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { applyFormAction } from './apply-form-action'
import type { FormAction } from './form-action'
import { type Lines, linesOfEntries, linesOfKey, linesWith } from './testing/line-oracle'

const folder = join(import.meta.dirname, 'testing/golden')
const files = readdirSync(folder).map(name => [name, readFileSync(join(folder, name), 'utf8')] as const)

interface Case {
  name: string
  action: FormAction
  /** Lines of the file that may go or change. */
  mayChange: Lines[]
  /** Between which lines new ones may come. */
  mayGrow: Lines[]
  /** What the data are to be. */
  expected: (data: Data) => unknown
  /** Comments may go with what they speak of. */
  dropsComments?: boolean
}

interface Data {
  [key: string]: unknown
  variables?: Record<string, unknown>
  model?: Record<string, unknown> | null
  server?: Record<string, unknown> | null
  cluster?: ({ nodes?: Record<string, unknown>[] | null; [key: string]: unknown } & object) | null
}

const dataOf = (text: string): Data =>
  parse(text.replace(/^\ufeff/, ''), { version: '1.2', merge: true, stringKeys: true, logLevel: 'silent' }) ??
  {}

/** Keys without a value mean nothing, and so do empty maps and lists. */
function meaning(data: unknown): unknown {
  if (Array.isArray(data)) return data.length === 0 ? undefined : data.map(item => meaning(item) ?? null)
  if (typeof data !== 'object' || data === null) return data ?? undefined
  const entries = Object.entries(data).map(([key, value]) => [key, meaning(value)] as const)
  const filled = entries.filter(([, value]) => value !== undefined)
  return filled.length === 0 ? undefined : Object.fromEntries(filled)
}

function casesOf(text: string): Case[] {
  const lines = text.split('\n')
  const all = { from: -1, to: lines.length }
  const key = (...path: string[]) => linesOfKey(lines, path)
  const nearest = (...path: string[]): Lines =>
    path.reduceRight<Lines | null>((found, _key, at) => found ?? key(...path.slice(0, at + 1)), null) ?? all
  // A value may have to take the place of one that is written on the line of its key: {}, null, [] or a map in brackets.
  const inlineOf = (...path: string[]): Lines[] => {
    const found = nearest(...path)
    const first = lines[found.from] ?? ''
    if (found === all || !/[{[~]|[nN]ull/.test(first))
      return found === all && /^\s*\{/.test(text) ? [all] : []
    return [found]
  }
  const setting = (name: string, path: [string, string], value: number | string): Case => ({
    name,
    action: { kind: 'set', path, value },
    mayChange: [...(key(...path) === null ? [] : [nearest(...path)]), ...inlineOf(...path)],
    mayGrow: [nearest(...path)],
    expected(data) {
      const section = path[0] as 'server'
      data[section] = { ...data[section], [path[1]]: value }
    },
  })
  const cases: Case[] = [
    setting('sets the port of the server', ['server', 'port'], 4242),
    setting('sets the name of the model', ['model', 'name'], 'yes'),
    setting('sets a key nobody has', ['memory', 'storage_path'], 'a: b # c'),
    {
      name: 'takes the port of the server out',
      action: { kind: 'unset', path: ['server', 'port'] },
      mayChange: [
        ...(key('server', 'port') === null ? [] : [nearest('server', 'port')]),
        ...inlineOf('server'),
      ],
      mayGrow: [],
      dropsComments: true,
      expected(data) {
        delete data.server?.port
      },
    },
    {
      name: 'sets a value two levels down',
      action: { kind: 'set', path: ['cluster', 'routing', 'preference'], value: 'eco' },
      mayChange: inlineOf('cluster', 'routing'),
      mayGrow: [nearest('cluster', 'routing')],
      expected(data) {
        data.cluster = { ...data.cluster }
        data.cluster.routing = { ...Object(data.cluster.routing), preference: 'eco' }
      },
    },
    {
      name: 'writes a list',
      action: { kind: 'set', path: ['server', 'cors_origins'], value: ['http://a', 'http://localhost:5173'] },
      mayChange: [
        ...inlineOf('server'),
        ...(key('server', 'cors_origins') === null ? [] : [nearest('server', 'cors_origins')]),
      ],
      mayGrow: [nearest('server')],
      expected(data) {
        data.server = { ...data.server, cors_origins: ['http://a', 'http://localhost:5173'] }
      },
    },
    {
      name: 'adds a quiet time',
      action: {
        kind: 'add_entry',
        list: ['cluster', 'policies', 'quiet_hours'],
        entry: { from: '23:00', to: '06:30', tiers: [2] },
      },
      mayChange: inlineOf('cluster', 'policies', 'quiet_hours'),
      mayGrow: [nearest('cluster', 'policies', 'quiet_hours')],
      expected(data) {
        data.cluster = { ...data.cluster }
        const policies = Object(data.cluster.policies)
        const times = [...(policies.quiet_hours ?? []), { from: '23:00', to: '06:30', tiers: [2] }]
        data.cluster.policies = { ...policies, quiet_hours: times }
      },
    },
    {
      name: 'sets a variable',
      action: { kind: 'set_variable', name: 'port', value: 1 },
      mayChange: [
        ...(key('variables', 'port') === null ? [] : [nearest('variables', 'port')]),
        ...(/^\s*\{/.test(text) ? [all] : []),
      ],
      mayGrow: [nearest('variables')],
      expected(data) {
        data.variables = { ...data.variables, port: 1 }
      },
    },
    {
      name: 'adds a node',
      action: { kind: 'add_node', node: { name: 'brand new', host: '::1', auth_token: '${secret:new}' } },
      mayChange: inlineOf('cluster', 'nodes'),
      mayGrow: [nearest('cluster', 'nodes')],
      expected(data) {
        const node = { name: 'brand new', host: '::1', auth_token: '${secret:new}' }
        data.cluster = { ...data.cluster, nodes: [...(data.cluster?.nodes ?? []), node] }
      },
    },
  ]
  const nodes = dataOf(text).cluster?.nodes ?? []
  const list = nearest('cluster', 'nodes')
  const entries = linesOfEntries(lines, list)
  for (const [index, node] of nodes.entries()) {
    const name = String(node.name)
    const own = entries.length === nodes.length ? (entries[index] ?? list) : list
    // What others take over from it by an anchor may be written out there.
    const spreads = /[&*]tower/.test(text) ? [list] : []
    const mentions = linesWith(lines, name).filter(({ from }) => from < list.from || from >= list.to)
    const update = (changes: Record<string, string | number | null>, mayChange: Lines[] = []): Case => ({
      name: `changes ${Object.keys(changes).join(', ')} of ${name}`,
      action: { kind: 'update_node', node: name, changes },
      mayChange: [own, ...spreads, ...mayChange],
      mayGrow: [own, ...spreads],
      dropsComments: Object.values(changes).includes(null),
      expected(data) {
        const changed = data.cluster?.nodes?.[index] ?? {}
        for (const [field, value] of Object.entries(changes)) {
          if (value === null) delete changed[field]
          else changed[field] = value
        }
      },
    })
    cases.push(
      update({ port: 4242 }),
      update({ tier: 0, weight: 0.5 }),
      update({ host: null }),
      update({ host: 'it\'s "x"' }),
    )
    if (mentions.length === 0) cases.push(update({ name: 'other name' }))
    cases.push(
      {
        name: `removes ${name}`,
        action: { kind: 'remove_node', node: name },
        mayChange: [
          own,
          ...spreads,
          ...(mentions.length > 0 ? [nearest('cluster', 'models'), nearest('cluster', 'policies')] : []),
        ],
        mayGrow: spreads,
        dropsComments: true,
        expected(data) {
          data.cluster?.nodes?.splice(index, 1)
          for (const rules of ['models', 'quiet_hours'] as const) {
            const holder = Object(rules === 'models' ? data.cluster : data.cluster?.policies)
            if (!Array.isArray(holder[rules])) continue
            for (const rule of holder[rules]) {
              if (rule.nodes !== undefined) rule.nodes = rule.nodes.filter((other: unknown) => other !== name)
            }
            holder[rules] = holder[rules].filter((rule: { nodes?: unknown[] }) => rule.nodes?.length !== 0)
          }
        },
      },
      {
        name: `copies ${name}`,
        action: { kind: 'duplicate_node', node: name, name: 'a copy' },
        mayChange: own === list ? [list] : [],
        mayGrow: [own],
        expected(data) {
          data.cluster?.nodes?.splice(index + 1, 0, { ...node, name: 'a copy', enabled: false })
        },
      },
      {
        name: `moves ${name} to the top and to tier 2`,
        action: { kind: 'move_node', node: name, tier: 2, before: String(nodes[0]?.name) },
        mayChange: [list],
        mayGrow: [list],
        expected(data) {
          const [moved = {}] = data.cluster?.nodes?.splice(index, 1) ?? []
          if ((moved.tier ?? 1) !== 2) moved.tier = 2
          data.cluster?.nodes?.unshift(moved)
        },
      },
    )
  }
  for (const [index, node] of nodes.entries()) {
    const path = ['cluster', 'nodes']
    const own = entries.length === nodes.length ? (entries[index] ?? list) : list
    const spreads = /[&*]tower/.test(text) ? [list] : []
    cases.push(
      {
        name: `changes entry ${index}`,
        action: { kind: 'update_entry', list: path, index, changes: { port: 4242 } },
        mayChange: [own, ...spreads],
        mayGrow: [own, ...spreads],
        expected: data => Object.assign(data.cluster?.nodes?.[index] ?? {}, { port: 4242 }),
      },
      {
        name: `removes entry ${index}`,
        action: { kind: 'remove_entry', list: path, index },
        mayChange: [own, ...spreads],
        mayGrow: spreads,
        dropsComments: true,
        expected: data => data.cluster?.nodes?.splice(index, 1),
      },
      {
        name: `moves entry ${index} to the end`,
        action: { kind: 'move_entry', list: path, index, to: nodes.length - 1 },
        mayChange: [list],
        mayGrow: [list],
        expected(data) {
          data.cluster?.nodes?.splice(index, 1)
          data.cluster?.nodes?.push(node)
        },
      },
    )
  }
  for (const [name, value] of Object.entries(dataOf(text).variables ?? {})) {
    const own = nearest('variables', name)
    cases.push(
      {
        name: `renames the variable ${name}`,
        action: { kind: 'rename_variable', name, to: 'renamed' },
        mayChange: [own, ...linesWith(lines, `\${var:${name}}`)],
        mayGrow: [],
        expected(data) {
          const { [name]: _old, ...others } = data.variables ?? {}
          const renamed = JSON.stringify(data).replaceAll(`\${var:${name}}`, '${var:renamed}')
          Object.assign(data, JSON.parse(renamed), { variables: { ...others, renamed: value } })
        },
      },
      {
        name: `removes the variable ${name}`,
        action: { kind: 'remove_variable', name },
        // What refers to it gets its value, a number as a number where nothing else is in the value.
        mayChange: [own, ...linesWith(lines, `\${var:${name}}`)],
        mayGrow: [],
        dropsComments: true,
        expected(data) {
          delete data.variables?.[name]
          const written = JSON.stringify(data)
            .replaceAll(`"\${var:${name}}"`, JSON.stringify(value))
            .replaceAll(`\${var:${name}}`, String(value))
          Object.assign(data, JSON.parse(written))
        },
      },
    )
  }
  return cases
}

const commentsIn = (text: string) => (text.match(/(?<=^|\s)#.*$/gm) ?? []).map(comment => comment.trimEnd())
const isBlank = (line: string | undefined) => line === undefined || line.trim() === ''

/** Lines that went or came where they had no business to; a blank line may go or come beside what did. */
function strayLines(before: string, after: string, { mayChange, mayGrow }: Case): string[] {
  const [old, now] = [before.split('\n'), after.split('\n')]
  const within = (at: number, ranges: readonly Lines[]) =>
    ranges.some(({ from, to }) => at >= from && at < to)
  const touches = (at: number, ranges: readonly Lines[]) =>
    ranges.some(({ from, to }) => at > from && at <= to)
  return diffIndices(old, now).flatMap(({ buffer1: [start, length], buffer1Content, buffer2Content }) => {
    const gone = buffer1Content.filter((line, at) => !isBlank(line) && !within(start + at, mayChange))
    const came = buffer2Content.filter(line => !isBlank(line))
    const isReplaced =
      length > 0 && buffer1Content.some((line, at) => !isBlank(line) && within(start + at, mayChange))
    const mayCome = isReplaced || touches(start, mayGrow) || touches(start + length, mayGrow)
    return [...gone.map(line => `- ${line}`), ...(mayCome ? [] : came.map(line => `+ ${line}`))]
  })
}

describe.each(files)('%s', (file, text) => {
  it.each(casesOf(text).map(entry => [entry.name, entry] as const))(
    '%s, and no other line',
    (_name, entry) => {
      const data = structuredClone(dataOf(text))
      entry.expected(data)
      const after = applyFormAction(text, entry.action)
      expect(meaning(dataOf(after))).toEqual(meaning(data))
      expect(strayLines(text, after, entry)).toEqual([])
      if (!entry.dropsComments) {
        const left = commentsIn(after)
        expect(commentsIn(text).filter(comment => !left.includes(comment))).toEqual([])
      }
      expect(after.endsWith('\n') || text === '').toBe(text.endsWith('\n') || text === '')
      if (file !== 'trailing-spaces.yaml') expect(after).not.toMatch(/[^\s] +$/m)
      // The same with byte order mark and Windows line ends.
      if (text === '') return
      const windows = (given: string) => `\ufeff${given.replaceAll('\n', '\r\n')}`
      expect(applyFormAction(windows(text), entry.action)).toBe(windows(after))
    },
  )
})
