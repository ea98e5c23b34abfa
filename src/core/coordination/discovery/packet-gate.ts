/**
 * Turns packets away before anybody decodes them: decoding is the dear part, and a flood is cheap to send. Of all together 50
 * a second, of one sender 20, so that one alone cannot shut out the others.
 */
export interface PacketGate {
  /** `now`: monotonic milliseconds. */
  admits(packet: Uint8Array, source: string, now: number): boolean
}

const perSecond = 50
const perSourceAndSecond = 20
/** RFC 6762, section 17: larger ones must not be sent. */
const largestPacket = 9000
const headerBytes = 12
/** Each record costs its decoding, even if it says nothing. A hundred nodes on one responder have fewer. */
const mostRecords = 256

function recordsIn(packet: Uint8Array): number {
  const view = new DataView(packet.buffer, packet.byteOffset, packet.byteLength)
  return view.getUint16(4) + view.getUint16(6) + view.getUint16(8) + view.getUint16(10)
}

export function createPacketGate(): PacketGate {
  let second = Number.NEGATIVE_INFINITY
  let total = 0
  const bySource = new Map<string, number>()
  return {
    admits(packet, source, now) {
      if (packet.byteLength < headerBytes || packet.byteLength > largestPacket) return false
      if (recordsIn(packet) > mostRecords) return false
      if (now - second >= 1000) {
        second = now
        total = 0
        bySource.clear()
      }
      const fromSource = bySource.get(source) ?? 0
      if (total >= perSecond || fromSource >= perSourceAndSecond) return false
      total += 1
      bySource.set(source, fromSource + 1)
      return true
    },
  }
}
