import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { history, redo, undo } from '@codemirror/commands'
import { EditorState, type StateCommand, type Transaction } from '@codemirror/state'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isHarombeError } from '../../errors'
import { applyFormAction } from './apply-form-action'
import type { FormAction } from './form-action'
import { formatText } from './format-text'
import { minimalChanges } from './minimal-changes'
import { readForm } from './read-form'

const folder = join(import.meta.dirname, 'testing/golden')
const texts = readdirSync(folder).map(name => readFileSync(join(folder, name), 'utf8'))

const names = fc.constantFrom('tower', 'mini', 'Küche', 'new', 'yes', '2', 'none')
const values = fc.oneof(
  fc.constantFrom(
    'a: b',
    '',
    '# c',
    '- d',
    '*e',
    '{f',
    'two\nlines\n',
    ' g ',
    '${var:port}',
    'h\'"',
    'null',
    '日本',
    '\t',
    '\u2028',
  ),
  fc.integer({ min: -3, max: 70_000 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
)
const paths = fc.constantFrom(
  ['server', 'port'],
  ['server', 'host'],
  ['model', 'name'],
  ['cluster', 'routing', 'preference'],
  ['cluster', 'nodes', 0, 'wake', 'mac'],
  ['cluster', 'nodes', 1, 'models'],
  ['variables', 'port'],
  ['x', 'y z', ': #'],
)
const lists = fc.constantFrom(
  ['cluster', 'models'],
  ['server', 'cors_origins'],
  ['cluster', 'nodes', 0, 'capabilities'],
)
const index = fc.integer({ min: 0, max: 3 })
const actions: fc.Arbitrary<FormAction> = fc.oneof(
  fc.record({ kind: fc.constant('set' as const), path: paths, value: values }),
  fc.record({ kind: fc.constant('set' as const), path: paths, value: fc.array(values, { maxLength: 3 }) }),
  fc.record({
    kind: fc.constant('set' as const),
    path: paths,
    value: fc.dictionary(fc.constantFrom('p', 'q'), values),
  }),
  fc.record({ kind: fc.constant('unset' as const), path: paths }),
  fc.record({ kind: fc.constant('add_node' as const), node: fc.record({ name: names, host: fc.string() }) }),
  fc.record({
    kind: fc.constant('update_node' as const),
    node: names,
    changes: fc.record({ tier: values, name: names }, { requiredKeys: [] }),
  }),
  fc.record({ kind: fc.constant('remove_node' as const), node: names }),
  fc.record({ kind: fc.constant('duplicate_node' as const), node: names }),
  fc.record({
    kind: fc.constant('move_node' as const),
    node: names,
    tier: fc.constantFrom(0 as const, 2 as const),
    before: fc.option(names),
  }),
  fc.record({ kind: fc.constant('add_entry' as const), list: lists, entry: values }),
  fc.record({
    kind: fc.constant('add_entry' as const),
    list: lists,
    entry: fc.record({ name: values }),
    at: index,
  }),
  fc.record({
    kind: fc.constant('update_entry' as const),
    list: lists,
    index,
    changes: fc.record({ tier: values }),
  }),
  fc.record({ kind: fc.constant('remove_entry' as const), list: lists, index }),
  fc.record({ kind: fc.constant('move_entry' as const), list: lists, index, to: index }),
  fc.record({
    kind: fc.constant('set_variable' as const),
    name: fc.constantFrom('port', 'big'),
    value: values,
  }),
  fc.record({
    kind: fc.constant('rename_variable' as const),
    name: fc.constantFrom('port', 'big'),
    to: fc.constantFrom('large', 'big'),
  }),
  fc.record({ kind: fc.constant('remove_variable' as const), name: fc.constantFrom('port', 'big') }),
)

type Step =
  | { do: 'act'; action: FormAction }
  | { do: 'type'; at: number; cut: number; insert: string }
  | { do: 'format' | 'undo' | 'redo' }

const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('act' as const), action: actions }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('type' as const),
      at: fc.nat(2_000),
      cut: fc.nat(3),
      insert: fc.constantFrom('x', ' ', '\n', '# ', ': ', '"', '[', '😀', '- '),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom('format' as const, 'undo' as const, 'redo' as const) }),
  },
)

/** What an edit may refuse a text or an action with; anything else is a bug. */
const refusals = new Set(['CONFIG_INVALID', 'NOT_FOUND', 'CONFLICT'])

/** No place of these files is written in a way that cannot be changed. */
const neverRefused = /written in a way|has a mistake/

function edited(text: string, edit: (text: string) => string, never: RegExp | null = null): string {
  try {
    return edit(text)
  } catch (error) {
    if (isHarombeError(error) && refusals.has(error.code) && never?.test(error.message) !== true) return text
    throw error
  }
}

describe('edits by form and by hand', () => {
  it('are undone to the byte, and redone to the byte, in whatever order', () => {
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.array(steps, { maxLength: 14 }), (text, todo) => {
        let state = EditorState.create({ doc: text, extensions: [history({ newGroupDelay: 0 })] })
        const run = (command: StateCommand) =>
          command({
            state,
            dispatch: (transaction: Transaction) => {
              state = transaction.state
            },
          })
        const replace = (after: string) => {
          const before = state.doc.toString()
          if (after !== before) state = state.update({ changes: minimalChanges(before, after) }).state
          expect(state.doc.toString()).toBe(after)
        }
        for (const step of todo) {
          const before = state.doc.toString()
          if (step.do === 'act') replace(edited(before, given => applyFormAction(given, step.action)))
          else if (step.do === 'format') replace(edited(before, formatText))
          else if (step.do === 'type') {
            const from = Math.min(step.at, before.length)
            const to = Math.min(from + step.cut, before.length)
            state = state.update({
              changes: { from, to, insert: step.insert },
              userEvent: 'input.type',
            }).state
          } else run(step.do === 'undo' ? undo : redo)
          const view = readForm(state.doc.toString())
          for (const at of [0, 17, 80, 400]) view.positionOf(view.pathAt(at))
        }
        const last = state.doc.toString()
        let undone = 0
        while (run(undo)) undone += 1
        expect(state.doc.toString()).toBe(text)
        for (let again = 0; again < undone; again += 1) run(redo)
        // What was undone in the end can be redone, and no more than that.
        while (run(redo));
        while (state.doc.toString() !== last && run(undo));
        expect(state.doc.toString()).toBe(last)
      }),
      { numRuns: 150 },
    )
  })

  it('find a way to write every value in every file, and leave a text that can be read', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...texts),
        fc.array(actions, { minLength: 1, maxLength: 5 }),
        (text, todo) => {
          let now = text
          for (const action of todo) now = edited(now, given => applyFormAction(given, action), neverRefused)
          expect(readForm(now).readable).toBe(true)
        },
      ),
      { numRuns: 150 },
    )
  })
})
