import { InvalidArgumentError, Option } from 'commander'
import type { Tier, TierChoice } from '../shared/entities'

const number = (text: string, { least, integer }: { least: number; integer: boolean }) => {
  const value = Number(text)
  if (
    text.trim() === '' ||
    !Number.isFinite(value) ||
    value < least ||
    (integer && !Number.isInteger(value))
  ) {
    throw new InvalidArgumentError(`Write ${integer ? 'a whole number' : 'a number'} from ${least}.`)
  }
  return value
}
export const wholeNumber = (least: number) => (text: string) => number(text, { least, integer: true })
export const anyNumber = (least: number) => (text: string) => number(text, { least, integer: false })

export function parseWeight(text: string): number {
  const value = Number(text)
  if (text.trim() !== '' && value > 0 && value <= 100) return value
  throw new InvalidArgumentError('Write a number above 0, at most 100; 1 is what a node has by itself.')
}

export function parseName(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('Write a name.')
  return text.trim()
}

export function parsePort(text: string): number {
  const value = number(text, { least: 0, integer: true })
  if (value > 65_535) throw new InvalidArgumentError('A port is at most 65535.')
  return value
}

const tiers = new Map<string, Tier>([
  ['0', 0],
  ['1', 1],
  ['2', 2],
])

export function parseTier(text: string): TierChoice {
  const tier = text === 'auto' ? text : tiers.get(text)
  if (tier !== undefined) return tier
  throw new InvalidArgumentError('Write auto, 0 (fast), 1 (balanced) or 2 (powerful).')
}

export function parseNodeTier(text: string): Tier {
  const tier = tiers.get(text)
  if (tier !== undefined) return tier
  throw new InvalidArgumentError('Write 0 (fast), 1 (balanced) or 2 (powerful).')
}

export const tierOption = () =>
  new Option('--tier <tier>', 'auto, 0 (fast), 1 (balanced) or 2 (powerful)')
    .argParser(parseTier)
    .default('auto')
