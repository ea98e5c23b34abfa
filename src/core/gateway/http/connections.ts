import type { Server, Socket } from 'node:net'
import { isLoopbackHost } from '../guard/listen-policy'

export interface ConnectionLimits {
  loopbackConnections: number
  remoteConnections: number
  connectionsPerRemote: number
}

/** The peer's address; IPv4 in IPv6 is written as IPv4. */
export const addressOf = (socket: Socket): string => (socket.remoteAddress ?? '').replace(/^::ffff:/i, '')

const peerOf = (socket: Socket) => `${socket.remoteAddress} ${socket.remotePort}`

interface Group {
  limit: number
  /** The one that has been idle longest comes first. */
  members: Set<Member>
}

interface Member {
  socket: Socket
  groups: readonly Group[]
  requests: number
}

/**
 * Bounds the open sockets of all servers together. At a bound the connection that has been without a request the
 * longest is closed for the new one, so that silent connections cannot shut others out; when all are at work, the new
 * one is refused.
 */
export function createConnections(limits: ConnectionLimits) {
  const members = new Map<Socket, Member>()
  /** TLS sockets stand on the TCP sockets that were admitted. */
  const secured = new WeakMap<Socket, Member>()
  const byPeer = new Map<string, Member>()
  const loopback: Group = { limit: limits.loopbackConnections, members: new Set() }
  const remote: Group = { limit: limits.remoteConnections, members: new Set() }
  const perRemote = new Map<string, Group>()
  let draining = false

  function groupsOf(address: string): Group[] {
    if (isLoopbackHost(address)) return [loopback]
    const own = perRemote.get(address) ?? { limit: limits.connectionsPerRemote, members: new Set<Member>() }
    perRemote.set(address, own)
    return [own, remote]
  }

  function remove(member: Member, address: string, peer: string): void {
    if (!members.delete(member.socket)) return
    byPeer.delete(peer)
    for (const group of member.groups) group.members.delete(member)
    if (perRemote.get(address)?.members.size === 0) perRemote.delete(address)
  }

  function makeRoom(group: Group): boolean {
    if (group.members.size < group.limit) return true
    for (const member of group.members) {
      if (member.requests > 0) continue
      // Its close event comes later; the place is free at once.
      for (const joined of member.groups) joined.members.delete(member)
      member.socket.destroy()
      return true
    }
    return false
  }

  function admit(socket: Socket): void {
    const address = addressOf(socket)
    const peer = peerOf(socket)
    const groups = groupsOf(address)
    if (!groups.every(makeRoom)) {
      if (perRemote.get(address)?.members.size === 0) perRemote.delete(address)
      socket.destroy()
      return
    }
    const member: Member = { socket, groups, requests: 0 }
    members.set(socket, member)
    byPeer.set(peer, member)
    for (const group of groups) group.members.add(member)
    socket.once('close', () => remove(member, address, peer))
  }

  const memberOf = (socket: Socket) => members.get(socket) ?? secured.get(socket)

  return {
    watch(server: Server): void {
      server.on('connection', admit)
      server.on('secureConnection', (socket: Socket) => {
        const member = byPeer.get(peerOf(socket))
        if (member !== undefined) secured.set(socket, member)
      })
    },
    /** Marks a socket as at work until the returned function is called. */
    begin(socket: Socket): () => void {
      const member = memberOf(socket)
      if (member === undefined) return () => undefined
      member.requests += 1
      return () => {
        member.requests -= 1
        if (member.requests > 0) return
        if (draining) socket.destroySoon()
        for (const group of member.groups) if (group.members.delete(member)) group.members.add(member)
      }
    },
    isBusy: (socket: Socket): boolean => (memberOf(socket)?.requests ?? 0) > 0,
    /** Closes what is idle now, and the others as soon as their requests are answered. */
    drain(): void {
      draining = true
      for (const member of members.values()) if (member.requests === 0) member.socket.destroy()
    },
    closeAll(): void {
      for (const { socket } of members.values()) socket.destroy()
    },
  }
}
export type Connections = ReturnType<typeof createConnections>
