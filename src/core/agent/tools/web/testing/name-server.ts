import { createSocket } from 'node:dgram'
import { Resolver } from 'node:dns/promises'

export interface NameServer {
  /** Questions for addresses that came, by name. */
  asked: Map<string, number>
  /** As a guard resolves names, but by asking this server. */
  resolve(host: string): Promise<string[]>
  stop(): Promise<void>
}

function readName(message: Buffer): { name: string; end: number } {
  const labels: string[] = []
  let at = 12
  for (let length = message[at] ?? 0; length !== 0; length = message[at] ?? 0) {
    labels.push(message.toString('latin1', at + 1, at + 1 + length))
    at += length + 1
  }
  return { name: labels.join('.').toLowerCase(), end: at + 5 }
}

/** The answers of an A question; any other kind gets none. */
function answer(question: Buffer, addresses: readonly string[]): Buffer {
  const { end } = readName(question)
  const isA = question.readUInt16BE(end - 4) === 1
  const records = isA ? addresses : []
  const header = Buffer.from(question.subarray(0, 12))
  header.writeUInt16BE(0x8180, 2)
  header.writeUInt16BE(records.length, 6)
  header.writeUInt32BE(0, 8)
  const parts = records.map(address =>
    Buffer.concat([
      Buffer.from([0xc0, 0x0c, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4]),
      Buffer.from(address.split('.').map(Number)),
    ]),
  )
  return Buffer.concat([header, question.subarray(12, end), ...parts])
}

/**
 * A real DNS server on loopback. @param names what each question for a name is answered, one list after the other, the last one
 * for good
 */
export async function startNameServer(
  names: Record<string, readonly (readonly string[])[]>,
): Promise<NameServer> {
  const asked = new Map<string, number>()
  const socket = createSocket('udp4')
  socket.on('message', (question, { port, address }) => {
    const { name, end } = readName(question)
    const answers = names[name] ?? []
    const count = asked.get(name) ?? 0
    if (question.readUInt16BE(end - 4) === 1) asked.set(name, count + 1)
    socket.send(answer(question, answers[Math.min(count, answers.length - 1)] ?? []), port, address)
  })
  await new Promise<void>(resolve => socket.bind(0, '127.0.0.1', resolve))
  const resolver = new Resolver({ timeout: 2_000, tries: 1 })
  resolver.setServers([`127.0.0.1:${socket.address().port}`])
  return {
    asked,
    resolve: host => resolver.resolve4(host),
    stop: () => new Promise(resolve => socket.close(() => resolve())),
  }
}
