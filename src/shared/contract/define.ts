import type { z } from 'zod'
import type { Caller, Scope } from './caller'

export interface CallDefinition<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  kind: 'call'
  scope: Scope
  input: I
  output: O
}

export interface StreamDefinition<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  kind: 'stream'
  scope: Scope
  input: I
  item: O
}

/** One question, one answer. */
export function call<I extends z.ZodType, O extends z.ZodType>(
  scope: Scope,
  input: I,
  output: O,
): CallDefinition<I, O> {
  return { kind: 'call', scope, input, output }
}

/** One question, many answers, ended by either side. */
export function stream<I extends z.ZodType, O extends z.ZodType>(
  scope: Scope,
  input: I,
  item: O,
): StreamDefinition<I, O> {
  return { kind: 'stream', scope, input, item }
}

export type Group = Record<string, CallDefinition | StreamDefinition>
export type Contract = Record<string, Group>

type PathsOfKind<C extends Contract, K extends 'call' | 'stream'> = {
  [G in keyof C & string]: {
    [P in keyof C[G] & string]: C[G][P] extends { kind: K } ? `${G}.${P}` : never
  }[keyof C[G] & string]
}[keyof C & string]

export type CallPath<C extends Contract> = PathsOfKind<C, 'call'>
export type StreamPath<C extends Contract> = PathsOfKind<C, 'stream'>

type Definition<C extends Contract, P extends string> = P extends `${infer G}.${infer N}`
  ? G extends keyof C
    ? N extends keyof C[G]
      ? C[G][N]
      : never
    : never
  : never

/** What a caller passes; defaults may be left out. */
export type InputOf<C extends Contract, P extends string> = z.input<Definition<C, P>['input']>
export type OutputOf<C extends Contract, P extends string> =
  Definition<C, P> extends CallDefinition<z.ZodType, infer O> ? z.output<O> : never
export type ItemOf<C extends Contract, P extends string> =
  Definition<C, P> extends StreamDefinition<z.ZodType, infer O> ? z.output<O> : never

/** Made by the transport; nothing in it is read from input. The signal fires when the caller cancels or goes away. */
export interface CallContext {
  caller: Caller
  signal: AbortSignal
}

type Handler<D> =
  D extends CallDefinition<infer I, infer O>
    ? (input: z.output<I>, context: CallContext) => z.output<O> | Promise<z.output<O>>
    : D extends StreamDefinition<infer I, infer O>
      ? (input: z.output<I>, context: CallContext) => AsyncIterable<z.output<O>>
      : never

/** One handler for every procedure; leaving one out is a compile error. */
export type Handlers<C extends Contract> = { [G in keyof C]: GroupHandlers<C[G]> }
export type GroupHandlers<G extends Group> = { [P in keyof G]: Handler<G[P]> }

export interface CallOptions {
  signal?: AbortSignal | undefined
}

/** The same on every transport. Rejections and stream failures are always HarombeError. */
export interface Client<C extends Contract> {
  call<P extends CallPath<C>>(path: P, input: InputOf<C, P>, options?: CallOptions): Promise<OutputOf<C, P>>
  stream<P extends StreamPath<C>>(
    path: P,
    input: InputOf<C, P>,
    options?: CallOptions,
  ): AsyncIterable<ItemOf<C, P>>
}
