import { createSocket } from 'node:dgram'
import { networkInterfaces } from 'node:os'
import { HarombeError } from '../../../shared/errors'
import { broadcastAddresses, magicPacket } from './magic-packet'

/** The port of the "discard" service: nobody answers there. Cards look at the packet, never at its port. */
const discardPort = 9
/** UDP may be lost, and a card may be just waking its link up. */
const repetitions = 3

export interface WakeTarget {
  address: string
  port: number
}

/** Where a magic packet of this machine goes. */
export const wakeTargets = (): WakeTarget[] =>
  broadcastAddresses(Object.values(networkInterfaces()).flatMap(addresses => addresses ?? [])).map(
    address => ({
      address,
      port: discardPort,
    }),
  )

const unknownCard = (node: string) =>
  new HarombeError('BAD_REQUEST', `It is not known how to wake ${node}.`, {
    hint: "Write the address of its network card as wake.mac, such as '00:11:22:33:44:55'.",
  })

/**
 * Sends what wakes a machine whose network card listens in its sleep; whether it does, nobody tells.
 * @returns the addresses it was sent to
 * @throws HarombeError BAD_REQUEST without an address of the card, NODE_UNREACHABLE where no network takes it
 */
export async function wakeNode(
  { name, mac }: { name: string; mac: string | undefined },
  targets: readonly WakeTarget[] = wakeTargets(),
): Promise<string[]> {
  if (mac === undefined) throw unknownCard(name)
  const packet = magicPacket(mac)
  if (packet === null) {
    throw new HarombeError('BAD_REQUEST', `wake.mac of ${name} is no address of a network card.`, {
      hint: "Write six pairs of hexadecimal digits, such as '00:11:22:33:44:55'.",
    })
  }
  const sent = await sendToAll(packet, targets)
  if (sent.length > 0) return sent
  throw new HarombeError('NODE_UNREACHABLE', `Nothing could be sent to wake ${name}.`, {
    hint: 'Is this machine on the same network, by IPv4?',
    retryable: true,
  })
}

async function sendToAll(packet: Uint8Array, targets: readonly WakeTarget[]): Promise<string[]> {
  const socket = createSocket('udp4')
  // An error beside a send, of which its callback tells, must not end the process.
  socket.on('error', () => undefined)
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject)
      socket.bind(0, resolve)
    })
    socket.setBroadcast(true)
    const sent = new Set<string>()
    for (let round = 0; round < repetitions; round += 1) {
      for (const { address, port } of targets) {
        if (await send(socket, packet, address, port)) sent.add(address)
      }
    }
    return [...sent]
  } catch {
    return []
  } finally {
    socket.close()
  }
}

const send = (
  socket: ReturnType<typeof createSocket>,
  packet: Uint8Array,
  address: string,
  port: number,
): Promise<boolean> =>
  new Promise(resolve => socket.send(packet, port, address, error => resolve(error === null)))
