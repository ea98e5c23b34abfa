import type { AnswerFormat } from '../../inference/protocol'
import type { ToolWish } from '../tool-plan'

/** `named` reads the choices that name tools, which chat completions and responses write differently. */
export function toWish<T extends object>(
  choice: 'none' | 'auto' | 'required' | T | null | undefined,
  named: (choice: T) => ToolWish,
): ToolWish {
  if (choice === 'none') return { call: 'never' }
  if (choice === 'required') return { call: 'must' }
  return typeof choice === 'object' && choice !== null ? named(choice) : { call: 'maybe' }
}

export const callOf = (mode: 'auto' | 'required'): ToolWish['call'] =>
  mode === 'required' ? 'must' : 'maybe'

interface JsonSchemaFields {
  name: string
  schema?: Record<string, unknown> | null | undefined
}

/** A schema may be left out; any object will do then. */
export const toSchemaFormat = ({ name, schema }: JsonSchemaFields): AnswerFormat =>
  schema === undefined || schema === null ? { type: 'json' } : { type: 'schema', name, schema }
