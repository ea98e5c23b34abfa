const written = /(?:^|[^\d.a-z])(?:(\d+)x)?(\d+(?:\.\d+)?)\s*(b|m)(?![a-z\d])/i

/** `7.6B`, `qwen2.5:7b`, `mixtral-8x7b`, `nomic 137M`: parameters in 10⁹; null where the text names none. */
export function billionsOf(text: string | null): number | null {
  const match = text === null ? null : written.exec(text)
  if (match === null) return null
  const [, experts = '1', size = '', unit = 'b'] = match
  const billions = Number(experts) * Number(size) * (unit.toLowerCase() === 'm' ? 0.001 : 1)
  return billions > 0 && billions < 10_000 ? billions : null
}
