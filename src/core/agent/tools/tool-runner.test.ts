import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createVirtualClock } from '../../coordination/testing/virtual-clock'
import {
  approve,
  approveForADay,
  counted,
  createToolLab,
  deny,
  planFor,
  toolOf,
  toolRun,
} from '../testing/tool-lab'
import { createToolRunner } from './tool-runner'
import type { Tool } from './types'

describe('asking', () => {
  it('does at once what only reads, without writing anything down before', async () => {
    const { tool, state } = counted({ risk: 'read' })
    const { call, lines } = createToolLab([tool])
    const { record, begun, states } = await call('act')
    expect(record).toMatchObject({ state: 'done', decision: 'not_needed', result: 'written' })
    expect(states).toEqual(['running', 'done'])
    expect(begun).toEqual([])
    expect(state.runs).toBe(1)
    expect((await lines()).map(({ event, decision }) => [event, decision])).toEqual([['ended', 'not_needed']])
  })

  it.each(['write', 'delete', 'shell', 'network', 'mcp'] as const)('never does %s unasked', async risk => {
    const { tool, state } = counted({ risk })
    const { call } = createToolLab([tool])
    const { record } = await call('act')
    expect(record).toMatchObject({ state: 'denied', decision: 'nobody' })
    expect(state.runs).toBe(0)
  })

  it('asks for what an MCP server says is harmless', async () => {
    const state = { runs: 0 }
    const tool = toolOf(
      async () => planFor({ risk: 'none', run: async () => ({ text: String(++state.runs) }) }),
      {
        server: 'files',
      },
    )
    const { call } = createToolLab([tool])
    expect((await call('act')).record.decision).toBe('nobody')
    expect(state.runs).toBe(0)
  })

  it('runs what a person approved, after it is written down that it may have run', async () => {
    const { tool, state } = counted()
    const { attend, call, lines } = createToolLab([tool])
    const asked = await attend(approve)
    const { record, begun, states } = await call('act', { path: 'a.txt' })
    expect(states).toEqual(['waiting', 'running', 'done'])
    expect(record).toMatchObject({ state: 'done', decision: 'approved' })
    expect(record.approval).toBeUndefined()
    expect(begun.map(({ state: at }) => at)).toEqual(['running'])
    expect(state.runs).toBe(1)
    expect(asked[0]).toMatchObject({ tool: 'act', risk: 'write', callId: 'call1', messageId: 'm1' })
    const entries = await lines()
    expect(entries.map(({ event }) => event)).toEqual(['asked', 'decided', 'started', 'ended'])
    expect(entries[1]).toMatchObject({ decision: 'approved', by: 'a test', digest: asked[0]?.digest })
    expect(new Set(entries.map(({ digest }) => digest)).size).toBe(1)
  })

  it('tells the model what the person says who denies', async () => {
    const { tool, state } = counted()
    const { attend, call } = createToolLab([tool])
    await attend(deny)
    const { record } = await call('act')
    expect(record).toMatchObject({ state: 'denied', decision: 'denied' })
    expect(record.result).toContain('not today')
    expect(state.runs).toBe(0)
  })

  it('does nothing when nobody answers within two minutes', async () => {
    const clock = createVirtualClock()
    const { tool, state } = counted()
    const { attend, call } = createToolLab([tool], { clock })
    await attend(() => undefined)
    const done = call('act')
    await clock.advance(119_999)
    expect(state.runs).toBe(0)
    await clock.advance(2)
    expect((await done).record).toMatchObject({ state: 'denied', decision: 'expired' })
    expect(state.runs).toBe(0)
  })

  it.each(['on', 'while it is written down'])(
    'does nothing where it is stopped right after it was allowed: %s',
    async moment => {
      const { tool, state } = counted()
      const stop = new AbortController()
      const { attend, lines, options } = createToolLab([tool])
      await attend((request, desk) => {
        approve(request, desk)
        if (moment === 'on') stop.abort()
      })
      const runner = createToolRunner(options)
      const { record } = await runner.run({ id: 'call1', tool: 'act', arguments: {} }, toolRun, {
        signal: stop.signal,
        onChange: () => undefined,
        onOutput: () => undefined,
        begun: async () => stop.abort(),
      })
      expect(state.runs).toBe(0)
      expect(record).toMatchObject({ state: 'cancelled', decision: 'approved' })
      expect((await lines()).at(-1)).toMatchObject({ event: 'ended', state: 'cancelled' })
    },
  )

  it.each([
    [
      'switched off',
      (tools: Tool[]) =>
        void tools.splice(
          0,
          1,
          toolOf(async () => planFor(), { unavailable: () => 'It is off.' }),
        ),
    ],
    ['taken away', (tools: Tool[]) => void tools.splice(0)],
  ])('does nothing where the tool was %s while the question stood', async (_name, change) => {
    const { tool, state } = counted()
    const tools = [tool]
    const { attend, call, lines } = createToolLab(tools)
    await attend((request, desk) => {
      change(tools)
      approve(request, desk)
    })
    const { record } = await call('act')
    expect(state.runs).toBe(0)
    expect(record.decision).toBe('refused')
    expect((await lines()).map(({ event }) => event)).toEqual(['asked', 'decided', 'decided'])
  })

  it('writes down that it was allowed for a day, and no secret', async () => {
    const { tool } = counted({ summary: 'curl -H "Authorization: Bearer sk-CANARY42" token=CANARY43' })
    const { attend, call, lines } = createToolLab([tool])
    await attend(approveForADay)
    await call('act')
    const entries = await lines()
    expect(entries.map(({ event, remembered }) => [event, remembered])).toEqual([
      ['asked', undefined],
      ['decided', true],
      ['started', undefined],
      ['ended', undefined],
    ])
    expect(JSON.stringify(entries)).not.toContain('CANARY')
  })

  it('shows the folder with nothing hidden in it', async () => {
    const { tool } = counted({ cwd: '/home/a\u202e\nb' })
    const { attend, call } = createToolLab([tool])
    const asked = await attend(deny)
    await call('act')
    expect(asked[0]?.cwd).toBe('/home/a⟨U+202E⟩⟨U+000A⟩b')
  })

  it('takes a question back when the call is stopped', async () => {
    const { tool, state } = counted()
    const { attend, call, desk } = createToolLab([tool])
    const stop = new AbortController()
    let id = ''
    let digest = ''
    await attend(request => {
      id = request.id
      digest = request.digest
      stop.abort()
    })
    const { record } = await call('act', {}, {}, stop.signal)
    expect(record.state).toBe('cancelled')
    expect(() => desk.decide({ id, digest, approve: true, remember: false, by: 'a test' })).toThrow(
      expect.objectContaining({ code: 'NOT_FOUND' }),
    )
    expect(state.runs).toBe(0)
  })
})

describe('what was approved is what runs', () => {
  it('asks again when the file is not what it was, with the new question bound to the new content', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'harombe-runner-'))
    const path = join(folder, 'a.txt')
    await writeFile(path, 'before')
    const written: string[] = []
    const tool = toolOf(async () => {
      const content = await readFile(path, 'utf8')
      return planFor({
        binding: { path, sha256: createHash('sha256').update(content).digest('hex') },
        run: async () => {
          written.push(content)
          return { text: 'written' }
        },
      })
    })
    const { attend, call } = createToolLab([tool])
    let changes = 0
    const asked = await attend((request, desk) => {
      changes += 1
      // Somebody else saves the file between the question and the answer, once.
      const change = changes === 1 ? writeFile(path, 'changed') : Promise.resolve()
      void change.then(() => approve(request, desk))
    })
    const { record } = await call('act')
    expect(record).toMatchObject({ state: 'done', decision: 'approved' })
    expect(asked).toHaveLength(2)
    expect(asked[0]?.digest).not.toBe(asked[1]?.digest)
    expect(asked[1]?.reasons).toContain('What it would do has changed since it was allowed.')
    expect(written).toEqual(['changed'])
    await rm(folder, { recursive: true })
  })

  it('gives up on what changes every time', async () => {
    let plans = 0
    let runs = 0
    const tool = toolOf(async () =>
      planFor({ binding: { at: ++plans }, run: async () => ({ text: String(++runs) }) }),
    )
    const { attend, call } = createToolLab([tool])
    const asked = await attend(approve)
    expect((await call('act')).record.state).toBe('failed')
    expect(asked).toHaveLength(3)
    expect(runs).toBe(0)
  })

  it('never takes one approval for two calls', async () => {
    const { tool, state } = counted()
    const { attend, call, desk } = createToolLab([tool])
    const asked = await attend((request, at) => {
      if (state.runs === 0) approve(request, at)
    })
    await call('act', { path: 'a' })
    const [first] = asked
    const second = call('act', { path: 'a' })
    await expect.poll(() => asked.length).toBe(2)
    const choice = { approve: true, remember: false, by: 'a test' }
    const { id = '', digest = '' } = first ?? {}
    const { id: secondId = '' } = asked[1] ?? {}
    expect(() => desk.decide({ ...choice, id, digest })).toThrow(
      expect.objectContaining({ code: 'NOT_FOUND' }),
    )
    expect(() => desk.decide({ ...choice, id: secondId, digest })).toThrow(
      expect.objectContaining({ code: 'CONFLICT' }),
    )
    expect(state.runs).toBe(1)
    desk.stop()
    expect((await second).record.state).toBe('denied')
  })
})

describe('remembered approvals', () => {
  it('cover exactly the same call and no other', async () => {
    const { tool, state } = counted()
    const { attend, call, leave } = createToolLab([tool])
    await attend(approveForADay)
    await call('act', { path: 'a', mode: 1 })
    leave()
    const other = (argumentsOf: Record<string, unknown>) =>
      call('act', argumentsOf).then(({ record }) => record)
    expect(await other({ mode: 1, path: 'a' })).toMatchObject({ state: 'done', decision: 'remembered' })
    expect(state.runs).toBe(2)
    for (const changed of [
      { path: 'A', mode: 1 },
      { path: 'a' },
      { path: 'a ', mode: 1 },
      { path: 'a', mode: '1' },
    ]) {
      expect((await other(changed)).decision).toBe('nobody')
    }
    expect(state.runs).toBe(2)
  })

  it.each(['write', 'delete', 'shell', 'network', 'mcp'] as const)(
    'count for nothing for %s once untrusted words are in the conversation',
    async risk => {
      const { tool, state } = counted({ risk })
      const { attend, call, leave } = createToolLab([tool])
      const asked = await attend(approveForADay)
      await call('act')
      expect((await call('act', {}, { tainted: ['web'] })).record.decision).toBe('approved')
      expect(asked[1]?.canRemember).toBe(false)
      expect(asked[1]?.reasons.join(' ')).toContain('the web')
      leave()
      expect((await call('act', {}, { tainted: ['peer'] })).record.decision).toBe('nobody')
      expect(state.runs).toBe(2)
    },
  )

  it('are of one workspace', async () => {
    const { tool } = counted()
    const { attend, call, leave, options } = createToolLab([tool])
    await attend(approveForADay)
    await call('act')
    leave()
    const elsewhere = createToolRunner({ ...options, workspace: async () => '/other' })
    const { record } = await elsewhere.run(
      { id: 'x', tool: 'act', arguments: {} },
      { conversationId: null, messageId: null, session: 's', target: { tier: 'auto' }, tainted: [] },
      {
        signal: new AbortController().signal,
        onChange: () => undefined,
        onOutput: () => undefined,
        begun: async () => undefined,
      },
    )
    expect(record.decision).toBe('nobody')
  })
})
