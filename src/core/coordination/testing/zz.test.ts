import { it } from 'vitest'
import { createTestCluster, specOf, question } from './cluster'
it('x', async () => {
  const c = createTestCluster(1)
  const names = Array.from({ length: 20 }, (_, i) => `n${i}`)
  for (const n of names) c.machines.add(n, { plan: () => [{ wait: 500 }, { say: 'x ' }, { wait: 60_000 }, 'done'] })
  await c.setNodes(names.map(n => specOf(n, { slots: 50 })))
  let views = 0
  c.manager.subscribe(() => { views++ })
  let t = performance.now()
  const runs = Array.from({ length: 1000 }, (_, i) => c.start(question({ client: 'chat', conversation: `c${i}`, messages: [{ role: 'system', content: 'You are helpful. '.repeat(20) }, { role: 'user', content: `question ${i} `.repeat(30) }] })))
  await c.clock.advance(100)
  console.log('start', performance.now() - t); t = performance.now()
  await c.clock.advance(2000)
  console.log('first', performance.now() - t); t = performance.now()
  for (const n of names.slice(0, 6)) c.machines.at(`http://${n}`).kill()
  await c.clock.settle()
  console.log('kill', performance.now() - t); t = performance.now()
  await c.clock.advance(3000)
  console.log('after', performance.now() - t, views); t = performance.now()
  await c.clock.finish(Promise.all(runs.map(r => r.done)))
  console.log('end', performance.now() - t, views)
  await c.manager.stop()
}, 100000)
