import { z } from 'zod'

/** Parts that the requests of several dialects share, each with one bound for all of them. */

/** Lone surrogates cannot be written as UTF-8; backends refuse or mangle them. */
export const text = z
  .string()
  .max(4_000_000)
  .transform(value => value.toWellFormed())

export const jsonObject = z.record(z.string(), z.unknown())

/** A name harombe makes something of: `auto`, a tier, a node or a model. */
export const modelField = z.string().max(256)

export const callId = z.string().min(1).max(256)

/** Of a function that was called, in a conversation's history: whatever it was, it is history. */
export const calledName = z.string().min(1).max(256)

/** As OpenAI documents it, and what the servers behind take as well. */
export const functionName = z
  .string()
  .regex(/^[A-Za-z0-9_.-]{1,64}$/, 'A function name has letters, digits and _ . - only.')

export const maxTools = 128
export const maxMessages = 2000
/** Of one message. */
export const maxParts = 2000

export const unsupported = (what: string) => `${what} is not supported.`
