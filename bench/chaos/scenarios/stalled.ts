import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { type ApiOutcome, askApi } from '../clients/api'
import { type ChaosOptions, costs, keepGoing, withBench } from '../scenario'
import { type Figure, figure, judgeApi, never, neverAny, promise, quantile, told } from '../verdict'
import { wallNow } from '../wall'

/** The gateway gives a reader up that took nothing for 30 s, or a third longer; see gateway/limits.ts. */
const giveUpMs = 30_000 * (4 / 3) + 5000
const mebibyte = 2 ** 20
const bytesOfToken = 4000
/** By then the first 4 MB of each are there, and what follows is what the coordinator does about it. */
const fillMs = 30_000

/** Asks for a long answer and does not read it. */
function askAndStall(endpoint: string, prompt: string): Socket {
  const { hostname, port } = new URL(endpoint)
  const body = JSON.stringify({
    model: 'oracle',
    stream: true,
    messages: [{ role: 'user', content: prompt }],
  })
  const socket = connect(Number(port), hostname)
  socket.pause()
  socket.on('error', () => undefined)
  socket.write(
    `POST /v1/chat/completions HTTP/1.1\r\nhost: ${hostname}:${port}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
  return socket
}

/**
 * How many stop reading, and how long an answer has to be so that its writer is made to wait. On a loopback with its usual
 * frames of 64 KiB the system takes about 4 MB on each of the two ways before that; with those of an ordinary network some
 * hundred kilobytes.
 */
function loadOf({ fast }: ChaosOptions): { readers: number; tokens: number } {
  if (loopbackFrame() <= 9000) return { readers: fast ? 20 : 500, tokens: 250 }
  return { readers: fast ? 20 : 40, tokens: 3000 }
}

/** Until a reader that takes nothing makes its writer wait: what the system takes for it comes at 160 kB a second. */
const stallsAfterMs = () => (loopbackFrame() <= 9000 ? 4_000 : 26_000)

function loopbackFrame(): number {
  try {
    return Number(readFileSync('/sys/class/net/lo/mtu', 'utf8'))
  } catch {
    return 65_536
  }
}

/** R7: people leave their laptops in the middle of an answer, with the connection open. */
export function stalledReaders(options: ChaosOptions): Promise<Figure[]> {
  const { readers, tokens } = loadOf(options)
  const nodes = Math.min(options.nodes, 6)
  const slots = Math.ceil((readers + 60) / nodes) + 20
  const behaviour = { tokensPerSecond: options.fast ? 400 : 40, ttftMs: 60, slots }
  return withBench(options, { nodes, slots, behaviour, proxied: false }, async run => {
    const { bench } = run
    let asked = 0
    const ask = (): Promise<ApiOutcome> =>
      askApi({ endpoint: bench.endpoint, prompt: run.prompt(asked++, 20, 40), dialect: 'openai' })
    const others = options.fast ? 4 : 20
    const measureMs = options.fast ? 1500 : 15_000
    const firstWord = (outcomes: readonly ApiOutcome[]) =>
      quantile(
        outcomes.map(({ askedAt, firstAt }) => (firstAt ?? Number.POSITIVE_INFINITY) - askedAt),
        0.95,
      )

    const alone = await keepGoing(others, measureMs, ask)
    const rssBefore = (await bench.coordinator.call('figures', null)).rss
    const sockets: Socket[] = []
    try {
      for (let index = 0; index < readers; index++) {
        // Far more than a socket's buffers hold.
        sockets.push(
          askAndStall(
            bench.endpoint,
            `stalled ${options.seed}/${index} [${tokens} tokens of ${bytesOfToken} bytes]`,
          ),
        )
        await sleep(4)
      }
      const stalledAt = wallNow()
      await sleep(options.fast ? fillMs / 10 : fillMs)
      const beside = await keepGoing(others, measureMs, ask)
      const held = await bench.coordinator.call('figures', null)
      const running = async () =>
        Object.values(await bench.farm.call('stats', null)).reduce((sum, { active }) => sum + active, 0)
      const stillThere = await running()
      if (!options.fast) {
        while ((await running()) > 0 && wallNow() - stalledAt < giveUpMs + 30_000) await sleep(250)
      }
      const ends = (await bench.farm.call('ends', null)).filter(({ prompt }) => prompt.startsWith('stalled'))
      const lasted = (Math.max(stalledAt, ...ends.map(({ at }) => at)) - stalledAt) / 1000
      const grown = (held.rssMax - rssBefore) / mebibyte
      return [
        told('readers that stopped reading', readers),
        told('of them still held by a node meanwhile', stillThere),
        promise('RSS grown by', grown, 'MiB', { most: 160 }),
        ...(options.fast
          ? []
          : [
              promise('all given up after they asked by', lasted, 's', {
                most: (giveUpMs + stallsAfterMs()) / 1000,
              }),
              never('answers that go on on a node', await running()),
            ]),
        told('first word of the others before, p95', firstWord(alone), 'ms'),
        told('first word of the others beside them, p95', firstWord(beside), 'ms'),
        figure('first word later by', 100 * (firstWord(beside) / firstWord(alone) - 1), '%', { most: 10 }),
        neverAny(
          'answers of the others that are not whole',
          [...alone, ...beside],
          ({ end }) => end !== 'done',
        ),
        ...judgeApi([...alone, ...beside]),
        ...(await costs(bench)),
      ]
    } finally {
      for (const socket of sockets) socket.destroy()
    }
  })
}
