import { describe, expect, it } from 'vitest'
import { english } from '../texts/english'
import { toolCallState, type toolDecision } from './agent'
import { callStateNote, callStateWord, toolTitle } from './tool-words'

describe('words for tools', () => {
  it('does not take a name for a word of the language it is written in', () => {
    expect(toolTitle('constructor', english)).toBe('Constructor')
    expect(toolTitle('__proto__', english)).toBe('Proto')
    expect(toolTitle('everything__get-sum', english)).toBe('Everything get sum')
  })

  it('says of every state something of its own', () => {
    const words = toolCallState.options.map(state => callStateWord({ state }, english))
    expect(new Set(words).size).toBe(toolCallState.options.length)
  })

  it('tells a person who said no from nobody having been there', () => {
    const denied = (decision: (typeof toolDecision.options)[number]) =>
      callStateWord({ state: 'denied', decision }, english)
    expect(new Set([denied('denied'), denied('expired'), denied('nobody')]).size).toBe(3)
  })

  it('never lets a call that may have run pass for one that has not', () => {
    expect(callStateNote({ state: 'unknown' }, english)).toContain('may have had its effect')
  })
})
