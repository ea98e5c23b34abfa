import { spawnSync } from 'node:child_process'

/** none: every packet arrives; to, from: those to or from the other side are dropped without a word; both. */
export type Partition = 'none' | 'to' | 'from' | 'both'

export interface OtherHost {
  /** Runs a command there. */
  wrapper: readonly string[]
  /** Addresses of it. */
  hosts: readonly string[]
  partition(host: string, how: Partition): void
  remove(): void
}

/** Nobody has this one, so what is sent to it is dropped on arrival. */
const nobody = '02:00:00:00:00:99'

function ip(...args: string[]): string | null {
  const { status, stderr, error } = spawnSync('ip', args, { encoding: 'utf8' })
  if (status === 0) return null
  return error?.message ?? stderr.trim()
}

/**
 * A second host: a network namespace behind a virtual cable, with so many addresses. Linux with iproute2, as root.
 * @returns why there can be none, where there can be none
 */
export function createOtherHost(name: string, count: number): OtherHost | string {
  const near = `${name}a`
  const far = `${name}b`
  const block = `10.213.${process.pid % 250}`
  const own = `${block}.1`
  const hosts = Array.from({ length: count }, (_, index) => `${block}.${index + 2}`)
  const steps: string[][] = [
    ['netns', 'add', name],
    ['link', 'add', near, 'type', 'veth', 'peer', 'name', far, 'netns', name],
    ['address', 'add', `${own}/24`, 'dev', near],
    ['link', 'set', near, 'up'],
    ...hosts.map(host => ['-n', name, 'address', 'add', `${host}/24`, 'dev', far]),
    ['-n', name, 'link', 'set', far, 'up'],
    ['-n', name, 'link', 'set', 'lo', 'up'],
  ]
  const remove = () => {
    // The cable goes with the namespace its other end is in.
    ip('netns', 'delete', name)
  }
  for (const step of steps) {
    const problem = ip(...step)
    if (problem === null) continue
    remove()
    return `ip ${step.join(' ')}: ${problem}`
  }

  return {
    wrapper: ['ip', 'netns', 'exec', name],
    hosts,
    partition(host, how) {
      if (how === 'to' || how === 'both')
        ip('neighbour', 'replace', host, 'lladdr', nobody, 'dev', near, 'nud', 'permanent')
      else ip('neighbour', 'delete', host, 'dev', near)
      const rule = ['from', host, 'to', own, 'priority', '100', 'blackhole']
      if (how === 'from' || how === 'both') ip('-n', name, 'rule', 'add', ...rule)
      else ip('-n', name, 'rule', 'delete', ...rule)
    },
    remove,
  }
}
