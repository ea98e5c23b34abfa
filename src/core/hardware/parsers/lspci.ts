import { cleanText } from '../text'

/** Machine-readable, with domain and both names and numbers. */
export const lspciArguments = ['-D', '-mm', '-nn'] as const

/** Names by PCI address (`0000:01:00.0`). Only names: lspci knows windows into a card's memory, not its size. */
export function parseLspci(output: string): Map<string, string> {
  const names = new Map<string, string>()
  for (const whole of output.split(/\r?\n/)) {
    const line = whole.slice(0, 500)
    const address = /^([0-9a-f]{4,8}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7])\s/i.exec(line)?.[1]
    const [, vendor, device] = [...line.matchAll(/"([^"]*)"/g)].map(match => match[1] ?? '')
    if (address === undefined || vendor === undefined || device === undefined) continue
    const name = marketingName(withoutNumber(vendor), withoutNumber(device))
    if (name !== '') names.set(address.toLowerCase(), name)
  }
  return names
}

function withoutNumber(text: string): string {
  return text.replace(/\s*\[[0-9a-f]{4}\]$/i, '')
}

/** `Navi 31 [Radeon RX 7900 XTX]` is sold as what stands in the brackets. */
function marketingName(vendor: string, device: string): string {
  const sold = /\[([^\]]+)\]\s*$/.exec(device)?.[1] ?? device
  if (/^(?:nvidia|amd|intel)\b/i.test(sold)) return cleanText(sold)
  const maker = /advanced micro devices/i.test(vendor) ? 'AMD' : (vendor.split(' ')[0] ?? '')
  return cleanText(`${maker} ${sold}`)
}
