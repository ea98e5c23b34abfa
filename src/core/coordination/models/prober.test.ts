import { describe, expect, it } from 'vitest'
import { type ModelCapabilities, unknownCapabilities } from '../../../shared/entities'
import { HarombeError } from '../../../shared/errors'
import type { InferenceFrame, InferenceRequest } from '../../inference/protocol'
import { createModelLab, type LabNode, loadedAs, type ModelLab, summary } from './testing/model-lab'

const able = (changes: Partial<ModelCapabilities>): ModelCapabilities => ({
  ...unknownCapabilities,
  ...changes,
})
const done: InferenceFrame = { type: 'done', reason: 'stop' }
const say = (text: string): InferenceFrame[] => [{ type: 'text', text }, done]
const refuse = (message = 'It does not.'): InferenceFrame[] => [
  { type: 'error', error: new HarombeError('NODE_REFUSED', message) },
]

const kindOf = ({ tools, format, prompt, messages }: InferenceRequest) => {
  if (tools !== undefined) return 'tools'
  if (format !== undefined) return 'json'
  if (prompt !== undefined) return 'completion'
  if (messages.some(({ images }) => images !== undefined)) return 'vision'
  return messages.at(-1)?.role === 'assistant' ? 'prefill' : 'chat'
}

/** A model that can do everything it is tried for. */
function clever(request: InferenceRequest): InferenceFrame[] {
  switch (kindOf(request)) {
    case 'tools':
      return [{ type: 'tool_call', call: { id: '1', name: 'report_number', arguments: { value: 7 } } }, done]
    case 'json':
      return say('{"colour":"green"}')
    case 'vision':
      return say('Red.')
    case 'prefill':
      return say(' four, five, six')
    default:
      return say('yes five')
  }
}

interface Setting {
  lab: ModelLab
  node: LabNode
}

function setUp(changes: Partial<LabNode> = {}, enabled = () => true): Setting {
  const lab = createModelLab({ isProbing: enabled })
  const node = lab.add('mac', {
    loaded: [loadedAs('small', { contextLength: 4096 })],
    answer: clever,
    ...changes,
  })
  return { lab, node }
}

/** Checks the node every five seconds, as its monitor does. */
async function live({ lab }: Setting, seconds: number, names = ['mac']): Promise<void> {
  for (let second = 0; second < seconds; second += 5) {
    for (const name of names) lab.check(name)
    await lab.clock.advance(5000)
  }
}

const known = ({ lab }: Setting, model = 'small') => lab.learning.knowledge.of('mac', model)

describe('trying what a model can do', () => {
  it('leaves out what the user says of it', async () => {
    const setting = setUp({ declared: { vision: 'no', tools: 'yes' } })
    await live(setting, 60)
    expect(setting.node.asked.map(kindOf).toSorted()).toEqual(['chat', 'completion', 'json', 'prefill'])
    await setting.lab.service.stop()
  })

  it('proves everything with one small request each, and asks nothing twice', async () => {
    const setting = setUp()
    await live(setting, 60)
    expect(known(setting)).toMatchObject({
      chat: 'yes',
      tools: 'yes',
      json: 'yes',
      vision: 'yes',
      completion: 'yes',
      prefill: 'yes',
      embeddings: 'unknown',
    })
    const asked = setting.node.asked.map(kindOf)
    expect(asked.toSorted()).toEqual(['chat', 'completion', 'json', 'prefill', 'tools', 'vision'])
    for (const request of setting.node.asked) expect(request.maxTokens).toBeLessThanOrEqual(64)
    expect(setting.lab.service.view().models[0]?.evidence).toBe('proven')
    await setting.lab.service.stop()
  })

  it('asks with the context the model is loaded with, so that its server does not load it again', async () => {
    const setting = setUp()
    await live(setting, 60)
    expect(new Set(setting.node.asked.map(({ contextLength }) => contextLength))).toEqual(new Set([4096]))
    expect(new Set(setting.node.asked.map(({ keepAlive }) => keepAlive))).toEqual(new Set([300]))
    await setting.lab.service.stop()
  })

  it('notes in passing that a model thinks aloud', async () => {
    const setting = setUp({ answer: request => [{ type: 'reasoning', text: 'hm' }, ...clever(request)] })
    await live(setting, 60)
    expect(known(setting).reasoning).toBe('yes')
    await setting.lab.service.stop()
  })

  it('takes a refusal for a no', async () => {
    const setting = setUp({
      answer: request => (['tools', 'vision'].includes(kindOf(request)) ? refuse() : clever(request)),
    })
    await live(setting, 60)
    expect(known(setting)).toMatchObject({ tools: 'no', vision: 'no', json: 'yes' })
    await setting.lab.service.stop()
  })

  it('takes talk instead of a call, and text instead of JSON, for a no', async () => {
    const setting = setUp({
      answer: request => (['tools', 'json'].includes(kindOf(request)) ? say('Seven!') : clever(request)),
    })
    await live(setting, 60)
    expect(known(setting)).toMatchObject({ tools: 'no', json: 'no' })
    // A demand for a call may be what the server does not take: the model is asked once more without.
    expect(
      setting.node.asked.filter(request => kindOf(request) === 'tools').map(({ toolChoice }) => toolChoice),
    ).toEqual(['required', 'auto'])
    await setting.lab.service.stop()
  })

  it.each([
    ['a call without its argument', { id: '1', name: 'report_number', arguments: {} }],
    ['a call to a tool that was not offered', { id: '1', name: 'open_door', arguments: { value: 7 } }],
  ])('does not take %s for tool use', async (_, call) => {
    const setting = setUp({
      answer: request =>
        kindOf(request) === 'tools' ? [{ type: 'tool_call', call }, done] : clever(request),
    })
    await live(setting, 60)
    expect(known(setting).tools).toBe('no')
    await setting.lab.service.stop()
  })

  it('proves nothing by an answer that was cut off at its length', async () => {
    const setting = setUp({
      answer: request =>
        ['tools', 'json'].includes(kindOf(request))
          ? [
              { type: 'text', text: '{"colour":' },
              { type: 'done', reason: 'length' },
            ]
          : clever(request),
    })
    await live(setting, 60)
    expect(known(setting)).toMatchObject({ tools: 'unknown', json: 'unknown' })
    await setting.lab.service.stop()
  })

  it('does not believe in eyes because an image was taken without complaint', async () => {
    const setting = setUp({
      answer: request => (kindOf(request) === 'vision' ? say('It is a lovely square.') : clever(request)),
    })
    await live(setting, 60)
    expect(known(setting).vision).toBe('unknown')
    await setting.lab.service.stop()
  })

  it('does not take an answer that begins anew for the end of one that was begun', async () => {
    const setting = setUp({
      answer: request => (kindOf(request) === 'prefill' ? say('one, two, three') : clever(request)),
    })
    await live(setting, 60)
    expect(known(setting).prefill).toBe('unknown')
    await setting.lab.service.stop()
  })

  it('tries vectors of a model made for them, and no talk', async () => {
    const setting = setUp({ describe: () => ({ capabilities: able({ embeddings: 'yes', chat: 'no' }) }) })
    await live(setting, 60)
    expect(known(setting)).toMatchObject({ embeddings: 'yes', chat: 'no', tools: 'unknown' })
    expect(setting.node.asked).toEqual([])
    expect(setting.lab.service.view().models[0]?.evidence).toBe('proven')
    await setting.lab.service.stop()
  })

  it('tries nothing that the kind of server cannot do at all', async () => {
    const setting = setUp({ supports: able({ tools: 'no', prefill: 'no', completion: 'no' }) })
    await live(setting, 60)
    expect(setting.node.asked.map(kindOf).toSorted()).toEqual(['chat', 'json', 'vision'])
    await setting.lab.service.stop()
  })

  it('tries again when the weights became others', async () => {
    const setting = setUp()
    await live(setting, 60)
    const before = setting.node.asked.length
    setting.node.models = [summary('small', { digest: 'new weights' })]
    await live(setting, 60)
    expect(setting.node.asked.length).toBe(2 * before)
    await setting.lab.service.stop()
  })
})

describe('it stays out of the way', () => {
  it('waits until the node was idle for ten seconds', async () => {
    const setting = setUp()
    setting.lab.check('mac')
    await setting.lab.clock.advance(9_900)
    setting.lab.check('mac')
    await setting.lab.clock.advance(0)
    expect(setting.node.asked).toEqual([])
    await setting.lab.clock.advance(200)
    setting.lab.check('mac')
    await setting.lab.clock.advance(0)
    expect(setting.node.asked.length).toBeGreaterThan(0)
    await setting.lab.service.stop()
  })

  it('never loads a model: what is not in memory is not tried', async () => {
    const setting = setUp({ models: [summary('small'), summary('large')], loaded: [] })
    await live(setting, 120)
    expect(setting.node.asked).toEqual([])
    setting.node.loaded = [loadedAs('large')]
    await live(setting, 60)
    expect(new Set(setting.node.asked.map(({ model }) => model))).toEqual(new Set(['large']))
    await setting.lab.service.stop()
  })

  it.each([
    ['vllm', 1, true],
    ['vllm', 2, false],
    ['openai', 1, false],
    ['harombe', 1, false],
  ] as const)(
    'of %s with %d models that does not tell what is loaded: %s',
    async (backend, count, isTried) => {
      const models = [summary('small'), summary('large')].slice(0, count)
      const setting = setUp({ backend, models, loaded: null })
      await live(setting, 60)
      expect(setting.node.asked.length > 0).toBe(isTried)
      await setting.lab.service.stop()
    },
  )

  it('ends the moment a request of a user arrives there, and goes on after ten idle seconds', async () => {
    const setting = setUp({ answer: () => ['hang'] })
    await live(setting, 15)
    expect(setting.node.asked).toHaveLength(1)
    expect(setting.lab.streaming()).toBe(1)
    setting.lab.tell({ type: 'asked', node: 'mac', model: 'small' })
    setting.node.answer = clever
    await setting.lab.clock.settle()
    expect(setting.lab.streaming()).toBe(0)
    await live(setting, 5)
    expect(setting.node.asked).toHaveLength(1)
    await live(setting, 60)
    expect(known(setting).tools).toBe('yes')
    await setting.lab.service.stop()
  })

  it('does not end for a request to another node', async () => {
    const setting = setUp({ answer: request => [{ wait: 20_000 }, ...clever(request)] })
    await live(setting, 15)
    setting.lab.tell({ type: 'asked', node: 'tower', model: 'small' })
    await live(setting, 25)
    expect(known(setting).chat).toBe('yes')
    await setting.lab.service.stop()
  })

  it('ends when the model is unloaded in the middle, and does not bring it back', async () => {
    const setting = setUp({ answer: request => [{ wait: 4000 }, ...clever(request)] })
    await live(setting, 20)
    expect(setting.lab.streaming()).toBe(1)
    setting.lab.service.start('unload', 'mac', 'small')
    await setting.lab.clock.advance(1000)
    const { length } = setting.node.asked
    expect(setting.lab.streaming()).toBe(0)
    await live(setting, 120)
    expect(setting.node.asked).toHaveLength(length)
    expect(setting.node.loaded).toEqual([])
    await setting.lab.service.stop()
  })

  it('does not begin while another model is being loaded there, however long that takes', async () => {
    const setting = setUp({ deeds: () => [{ wait: 60_000 }] })
    setting.lab.service.start('load', 'mac', 'large')
    await live(setting, 55)
    expect(setting.node.asked).toEqual([])
    await live(setting, 30)
    expect(setting.node.asked.length).toBeGreaterThan(0)
    await setting.lab.service.stop()
  })

  it('leaves a model alone that its server is about to drop', async () => {
    const setting = setUp()
    const soon = () => setting.lab.clock.wall() + 30_000
    setting.node.loaded = [loadedAs('small', { expiresAt: soon() })]
    for (let checks = 0; checks < 10; checks += 1) {
      await live(setting, 5)
      setting.node.loaded = [loadedAs('small', { expiresAt: soon() })]
    }
    expect(setting.node.asked).toEqual([])
    setting.node.loaded = [loadedAs('small', { expiresAt: setting.lab.clock.wall() + 3_600_000 })]
    await live(setting, 15)
    expect(setting.node.asked.length).toBeGreaterThan(0)
    await setting.lab.service.stop()
  })

  it('does not begin while the node answers somebody', async () => {
    const setting = setUp({ activeRequests: 1 })
    await live(setting, 60)
    expect(setting.node.asked).toEqual([])
    await setting.lab.service.stop()
  })

  it('tries one model at a time over the whole cluster', async () => {
    const setting = setUp()
    const nodes = ['mac', 'tower', 'dgx']
    for (const name of nodes) {
      setting.lab.add(name, {
        loaded: [loadedAs('small')],
        answer: request => [{ wait: 3000 }, ...clever(request)],
      })
    }
    await live(setting, 120, nodes)
    expect(setting.lab.mostStreaming()).toBe(1)
    for (const name of nodes) expect(setting.lab.learning.knowledge.of(name, 'small').tools).toBe('yes')
    await setting.lab.service.stop()
  })

  it('gives up after thirty seconds, and for good after the second time', async () => {
    const setting = setUp({ answer: () => ['hang'] })
    await live(setting, 600)
    const chats = setting.node.asked.filter(request => kindOf(request) === 'chat')
    expect(chats).toHaveLength(2)
    expect(known(setting).chat).toBe('unknown')
    await setting.lab.service.stop()
  })

  it('takes the failures of a moment for nothing', async () => {
    let failing = true
    const setting = setUp({
      answer: request =>
        failing
          ? [{ type: 'error', error: new HarombeError('NODE_BUSY', 'All slots are taken.') }]
          : clever(request),
    })
    await live(setting, 15)
    failing = false
    await live(setting, 60)
    expect(known(setting)).toMatchObject({ chat: 'yes', tools: 'yes' })
    await setting.lab.service.stop()
  })

  it('tries nothing on simulated servers, nor when it is switched off', async () => {
    const simulated = setUp({ simulated: true })
    await live(simulated, 60)
    expect(simulated.node.asked).toEqual([])
    await simulated.lab.service.stop()
    const off = setUp({}, () => false)
    await live(off, 60)
    expect(off.node.asked).toEqual([])
    await off.lab.service.stop()
  })

  it('ends when it is switched off in the middle', async () => {
    let isOn = true
    const setting = setUp({ answer: () => ['hang'] }, () => isOn)
    await live(setting, 15)
    isOn = false
    setting.lab.service.refresh()
    await setting.lab.clock.settle()
    expect(setting.lab.clock.pending()).toBe(0)
    await setting.lab.service.stop()
  })

  it('learns nothing of a node that was removed meanwhile, and leaves no timer when stopped', async () => {
    const setting = setUp({ answer: () => ['hang'] })
    await live(setting, 15)
    setting.node.remove()
    await setting.lab.clock.settle()
    expect(setting.lab.clock.pending()).toBe(0)
    const other = setUp({ answer: () => ['hang'] })
    await live(other, 15)
    await other.lab.service.stop()
    await other.lab.clock.settle()
    expect(other.lab.clock.pending()).toBe(0)
    await setting.lab.service.stop()
  })
})
