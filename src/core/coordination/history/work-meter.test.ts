import { describe, expect, it } from 'vitest'
import { createWorkMeter } from './work-meter'

const running = (tokens: number, node: string | null = 'mini') => [{ id: 'a', node, tokens }]

describe('what is done between two moments', () => {
  it('counts each token once, while the answer is written and at its end', () => {
    const meter = createWorkMeter()
    expect(meter.take(running(10)).get('mini')?.tokens).toBe(10)
    expect(meter.take(running(25)).get('mini')?.tokens).toBe(15)
    meter.ended({ id: 'a', node: 'mini', tokens: 31, ttftMs: 100 })
    expect(meter.take([]).get('mini')).toMatchObject({ tokens: 6, ttftMs: 100 })
    expect(meter.take([]).size).toBe(0)
  })

  it('takes nothing back when the server reports fewer than were seen', () => {
    const meter = createWorkMeter()
    meter.take(running(40))
    meter.ended({ id: 'a', node: 'mini', tokens: 38, ttftMs: null })
    expect(meter.take([]).get('mini')?.tokens ?? 0).toBe(0)
  })

  it('gives an answer that began anew to the node that writes it', () => {
    const meter = createWorkMeter()
    meter.take(running(100, 'dies'))
    expect(meter.take(running(20, 'mini')).get('mini')?.tokens).toBe(20)
  })

  it('knows of a request that came and went unseen, and the most at once', () => {
    const meter = createWorkMeter()
    meter.busy('mini', 1)
    meter.busy('mini', 3)
    meter.busy('mini', 2)
    meter.failed('mini')
    meter.ended({ id: 'a', node: 'mini', tokens: 5, ttftMs: 100 })
    meter.ended({ id: 'b', node: 'mini', tokens: 5, ttftMs: 300 })
    expect(meter.take([]).get('mini')).toEqual({ peak: 3, errors: 1, tokens: 10, ttftMs: 200 })
  })
})
