export interface SparklineShape {
  line: string
  area: string
  last: { x: number; y: number }
}

/**
 * The path of a series in a box of `width` × `height`, newest at the right edge. The scale starts at zero, so that two
 * sparklines of small jitter do not look like storms; a flat series of zeros lies on the floor. Null without values.
 */
export function sparklinePath(
  values: readonly number[],
  width: number,
  height: number,
): SparklineShape | null {
  const first = values[0]
  if (first === undefined) return null
  const series = values.length === 1 ? [first, first] : values
  const top = Math.max(...series)
  const inset = 1.5
  const x = (index: number) => (index / (series.length - 1)) * width
  const y = (value: number) => height - inset - (top === 0 ? 0 : value / top) * (height - 2 * inset)
  const points = series.map((value, index) => ({ x: round(x(index)), y: round(y(value)) }))
  const line = points.map((point, index) => `${index === 0 ? 'M' : 'L'}${point.x} ${point.y}`).join('')
  const last = points.at(-1) ?? { x: width, y: height - inset }
  return { line, area: `${line}L${last.x} ${height}L0 ${height}Z`, last }
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
