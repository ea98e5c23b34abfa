import { describe, expect, it } from 'vitest'
import { de } from '../texts/de'
import { english } from '../texts/english'
import { createTexts } from '../texts/translator'
import type { PlanChange, PlanSummary } from './plan'
import { planLines, planStepText, planSummaryText, planTimeText } from './plan-words'

const german = createTexts('de', de).t
const common = { cause: 'file', inForce: false } as const
const changes: PlanChange[] = [
  {
    ...common,
    id: 'add/dgx',
    kind: 'node_added',
    node: 'dgx',
    tier: 2,
    url: 'http://dgx:8000',
    model: 'qwen2.5:72b',
    enabled: true,
  },
  { ...common, inForce: true, id: 'move/pc', kind: 'node_moved', node: 'pc', from: 1, to: 2 },
  {
    ...common,
    cause: 'unfinished',
    id: 'change/mini',
    kind: 'node_changed',
    node: 'mini',
    fields: [
      { path: 'slots', before: null, after: '2' },
      { path: 'wake.mac', before: '00:11:22:33:44:55', after: null },
      { path: 'model', before: 'a', after: 'b' },
    ],
  },
  { ...common, cause: 'unfinished', id: 'change/nas', kind: 'node_changed', node: 'nas', fields: [] },
  {
    id: 'pull/pc/qwen2.5:14b',
    kind: 'model_pulled',
    cause: 'drift',
    node: 'pc',
    model: 'qwen2.5:14b',
    sizeBytes: 9_000_000_000,
    source: 'ollama.com',
    estimate: { lowMs: 144_000, highMs: 2_880_000 },
    fit: 'partly_gpu',
    wantedBy: 'models',
  },
  {
    ...common,
    id: 'setting/server.port',
    kind: 'setting_changed',
    path: 'server.port',
    before: '8000',
    after: '9000',
    restart: true,
  },
]

const shown = (t: typeof english) =>
  planLines({ changes }, t).map(({ mark, node, text, notes, fields }) => [
    mark,
    node,
    text,
    ...notes,
    ...fields,
  ])

describe('the lines of a plan', () => {
  it('say what is done, and what to know of it', () => {
    expect(shown(english)).toEqual([
      ['add', 'dgx', 'add dgx to tier 2 (powerful) at http://dgx:8000', 'answers with qwen2.5:72b'],
      ['move', 'pc', 'move pc from tier 1 to tier 2 (powerful)', 'in force already'],
      [
        'change',
        'mini',
        'change 3 values of mini',
        'was not finished',
        'set slots: 2',
        'unset wake.mac, which was 00:11:22:33:44:55',
        'model: a → b',
      ],
      ['change', 'nas', 'finish nas', 'was not finished'],
      [
        'pull',
        'pc',
        'pull qwen2.5:14b onto pc',
        '9 GB from ollama.com',
        '2 to 48 min',
        'wanted by cluster.models',
        'partly in main memory',
        'drift',
      ],
      ['change', null, 'server.port: 8000 → 9000', 'needs a restart'],
    ])
  })

  it('want no restart for what is in force', () => {
    const takenBack = {
      ...common,
      inForce: true,
      id: 'setting/server.port',
      kind: 'setting_changed' as const,
      path: 'server.port',
      before: '9000',
      after: '8000',
      restart: true,
    }
    expect(planLines({ changes: [takenBack] }, english)[0]?.notes).toEqual(['in force already'])
  })

  it('are said in German', () => {
    expect(shown(german)[0]?.[2]).toBe('dgx zu Stufe 2 (stark) hinzufügen, http://dgx:8000')
    expect(shown(german)[1]?.[2]).toBe('pc von Stufe 1 zu Stufe 2 (stark) verschieben')
    expect(shown(german)[4]).toEqual([
      'pull',
      'pc',
      'qwen2.5:14b auf pc herunterladen',
      '9 GB von ollama.com',
      '2 bis 48 min',
      'von cluster.models verlangt',
      expect.any(String),
      'Abweichung',
    ])
  })
})

describe('the summary of a plan', () => {
  const nothing: PlanSummary = {
    add: 0,
    change: 0,
    remove: 0,
    move: 0,
    pull: 0,
    load: 0,
    settings: 0,
    downloadBytes: 0,
  }

  it.each([
    [{}, 'Nothing to do: the machines are what the file says.'],
    [{ add: 1, remove: 2, settings: 1 }, 'Plan: 1 to add, 2 to remove, 1 setting to change.'],
    [{ pull: 2, downloadBytes: 13_700_000_000 }, 'Plan: 2 models to pull (14 GB).'],
    // A size nobody knows is not said to be nothing.
    [{ pull: 1, load: 1 }, 'Plan: 1 model to pull, 1 model to load.'],
  ])('of %j', (given, text) => {
    expect(planSummaryText({ ...nothing, ...given }, english)).toBe(text)
  })
})

describe('how long it takes', () => {
  it.each([
    [0, '1 s'],
    [90_000, '90 s'],
    [91_000, '2 min'],
    [5_400_000, '90 min'],
    [5_490_000, '1.5 h'],
    [86_400_000, '24 h'],
  ])('%i ms', (ms, text) => {
    expect(planTimeText(ms, english)).toBe(text)
    expect(planTimeText(ms, german)).toBe(text.replace('.', ','))
  })
})

describe('a step', () => {
  it('is said by what is done to whom', () => {
    const step = { id: 'x', needs: [], estimate: null }
    expect(planStepText({ ...step, kind: 'load', node: 'pc', model: 'llava' }, english)).toBe(
      'Load llava on pc',
    )
    expect(planStepText({ ...step, kind: 'reload', node: null, model: null }, german)).toBe(
      'Einstellungen übernehmen',
    )
  })
})
