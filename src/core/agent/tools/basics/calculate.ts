import { all, create, type MathNode } from 'mathjs'
import { HarombeError } from '../../../../shared/harombe-error'

export interface CalculateInput {
  expression: string
}

export interface CalculateResult {
  text: string
}

/** Digits it computes with, so that 0.1 + 0.2 is 0.3 and money is exact. */
const digits = 64
/** Digits that are told. */
const shownDigits = 32
const longestResult = 8_000

/**
 * Kinds of expression that are arithmetic. Functions are not defined, objects not made and properties not read: what cannot be
 * said cannot reach out.
 */
const allowedNodes = new Set([
  'ArrayNode',
  'AssignmentNode',
  'BlockNode',
  'ConditionalNode',
  'ConstantNode',
  'FunctionNode',
  'OperatorNode',
  'ParenthesisNode',
  'RangeNode',
  'RelationalNode',
  'SymbolNode',
])

/** They change or go around the evaluator itself, or work on expressions given as text. */
const disabled = [
  'import',
  'createUnit',
  'evaluate',
  'parse',
  'parser',
  'compile',
  'chain',
  'config',
  'help',
  'print',
  'typed',
  'simplify',
  'simplifyCore',
  'simplifyConstant',
  'rationalize',
  'derivative',
  'resolve',
  'reviver',
  'replacer',
  'symbolicEqual',
  'leafCount',
  'map',
  'filter',
  'forEach',
] as const

const bad = (message: string) => new HarombeError('BAD_REQUEST', message)

const math = create(all ?? {}, { number: 'BigNumber', precision: digits, matrix: 'Array' })
const { evaluate, format, parse } = math

function checkNode(node: MathNode): void {
  if (!allowedNodes.has(node.type))
    throw bad('Only arithmetic can be calculated: numbers, units, operators and functions.')
  if (node.type === 'FunctionNode' && 'fn' in node) {
    const { fn } = node
    const name = typeof fn === 'object' && fn !== null && 'name' in fn ? fn.name : null
    if (typeof name !== 'string' || disabled.some(each => each === name))
      throw bad(`The function ${String(name)} cannot be used.`)
  }
}

/** Of several lines the last one tells. */
function lastOf(value: unknown): unknown {
  const isSeveral =
    typeof value === 'object' && value !== null && 'isResultSet' in value && 'entries' in value
  return isSeveral && Array.isArray(value.entries) ? value.entries.at(-1) : value
}

/** Mathematics of one text; several lines share their names. @throws HarombeError BAD_REQUEST with what is wrong in it */
export function calculate({ expression }: CalculateInput): CalculateResult {
  try {
    const node = parse(expression)
    node.traverse(checkNode)
    const value = lastOf(evaluate(expression, new Map()))
    if (typeof value === 'function') throw bad('That is a function; give it something to work on.')
    const text = format(value, { precision: shownDigits, lowerExp: -9, upperExp: 21 })
    return { text: text.length > longestResult ? `${text.slice(0, longestResult)} …` : text }
  } catch (error) {
    if (error instanceof HarombeError) throw error
    throw bad(
      `It cannot be calculated: ${error instanceof Error ? error.message.slice(0, 300) : 'it failed'}`,
    )
  }
}
