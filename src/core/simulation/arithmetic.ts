const words: readonly (readonly [RegExp, string])[] = [
  [/\bplus\b/g, '+'],
  [/\bminus\b/g, '-'],
  [/\btimes\b|\bmultiplied by\b|[×·]/g, '*'],
  [/\bdivided by\b|÷/g, '/'],
  [/\bto the power of\b/g, '^'],
  [/−/g, '-'],
]
const politeness =
  /^(please|can you|could you|tell me|what(?:'s| is)|how much is|calculate|compute|evaluate|solve|was ist|wie viel ist)\s+/

/** The arithmetic in a question that is nothing but arithmetic ("What is 2+2?"); null otherwise. */
export function findExpression(question: string): string | null {
  if (question.length > 120) return null
  let text = question.trim().toLowerCase()
  for (let match = politeness.exec(text); match !== null; match = politeness.exec(text)) {
    text = text.slice(match[0].length)
  }
  for (const [word, sign] of words) text = text.replace(word, sign)
  text = text.replace(/[=?!.\s]+$/, '').trim()
  const isArithmetic = /^[\d\s.+\-*/^()]+$/.test(text) && /\d\s*\)*\s*[+\-*/^]/.test(text)
  return isArithmetic ? text : null
}

/** Recursive descent over + - * / ^ and brackets. Null when it is no expression or has no finite value. */
export function evaluate(expression: string): number | null {
  const tokens = expression.match(/\d+(?:\.\d+)?|\.\d+|[+\-*/^()]|\S/g) ?? []
  let at = 0
  const isNext = (sign: string): boolean => tokens[at] === sign && ++at > 0

  const sum = (depth: number): number => {
    let value = product(depth)
    for (;;) {
      if (isNext('+')) value += product(depth)
      else if (isNext('-')) value -= product(depth)
      else return value
    }
  }
  const product = (depth: number): number => {
    let value = signed(depth)
    for (;;) {
      if (isNext('*')) value *= signed(depth)
      else if (isNext('/')) value /= signed(depth)
      else return value
    }
  }
  const signed = (depth: number): number => {
    if (depth > 32) return Number.NaN
    if (isNext('-')) return -signed(depth + 1)
    if (isNext('+')) return signed(depth + 1)
    const base = atom(depth)
    return isNext('^') ? base ** signed(depth + 1) : base
  }
  const atom = (depth: number): number => {
    if (isNext('(')) {
      const value = sum(depth + 1)
      return isNext(')') ? value : Number.NaN
    }
    const token = tokens[at++]
    return token !== undefined && /^[\d.]+$/.test(token) ? Number(token) : Number.NaN
  }

  const value = sum(0)
  return at === tokens.length && Number.isFinite(value) ? value : null
}

/** 0.1 + 0.2 reads 0.3. */
export function formatNumber(value: number): string {
  return String(Number(value.toPrecision(12)))
}
