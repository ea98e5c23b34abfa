import { pause } from '../../../../shared/pause'
import type { Link } from '../addresses'
import { createPacketGate } from '../packet-gate'
import { multicastPort, openWire, type Wire } from '../wire'
import type { LinkFact, MulticastFact } from './facts'

export interface MulticastCheck {
  links: readonly Link[]
  /** Of the question that is to come back: one nobody else asks. */
  mark: string
  /** Default 5353; another one only where nobody else is to be met. */
  port?: number | undefined
  /** How long answers are waited for, milliseconds. */
  patienceMs: number
}

const codeOf = (error: Error): string =>
  'code' in error && typeof error.code === 'string' ? error.code : error.message

interface Opened {
  wire: Wire
  error: string | null
}

function open(
  address: string,
  port: number,
  parts: Pick<Parameters<typeof openWire>[0], 'admits' | 'onPacket'> = {},
): Promise<Opened> {
  return new Promise(resolve => {
    const wire: Wire = openWire({
      address,
      port,
      ...parts,
      onOpen: () => resolve({ wire, error: null }),
      onError: error => resolve({ wire, error: codeOf(error) }),
    })
  })
}

/** Asks on every network which services there are, and listens who says something, ourselves among them. Never rejects. */
export async function checkMulticast(
  { links, mark, port = multicastPort, patienceMs }: MulticastCheck,
  signal: AbortSignal,
): Promise<MulticastFact> {
  const own = new Set(links.map(({ address }) => address))
  const heardOwn = new Set<string>()
  const others = new Set<string>()
  const name = `${mark}.local`
  const gate = createPacketGate()
  const receiver = await open('0.0.0.0', port, {
    admits: (packet, { address }) => gate.admits(packet, address, performance.now()),
    onPacket({ questions }, { address }) {
      if (!own.has(address)) others.add(address)
      else if (questions.some(question => question.name === name)) heardOwn.add(address)
    },
  })
  const lanes: Wire[] = []
  try {
    if (receiver.error !== null) return { bindError: receiver.error, links: [], others: 0 }
    const tried = await Promise.all(
      links.map(async (link): Promise<LinkFact> => {
        const joinError = receiver.wire.join(link.address)
        const lane = await open(link.address, port)
        lanes.push(lane.wire)
        const sendError = lane.error ?? (await askOn(lane.wire, name))
        const { interfaceName, address } = link
        return {
          name: interfaceName,
          address,
          joinError: joinError === null ? null : codeOf(joinError),
          sendError,
          heardItself: false,
        }
      }),
    )
    await pause(patienceMs, signal)
    return {
      bindError: null,
      links: tried.map(link => ({ ...link, heardItself: heardOwn.has(link.address) })),
      others: others.size,
    }
  } finally {
    await Promise.all([receiver.wire, ...lanes].map(wire => wire.close()))
  }
}

const askOn = (wire: Wire, name: string) =>
  new Promise<string | null>(resolve => {
    const questions = [
      { type: 'A', name } as const,
      { type: 'PTR', name: '_services._dns-sd._udp.local' } as const,
    ]
    wire.query({ questions }, error => resolve(error === null ? null : codeOf(error)))
  })
