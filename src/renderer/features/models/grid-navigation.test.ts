import { describe, expect, it } from 'vitest'
import { moveInGrid } from './grid-navigation'

const last = { row: 25, column: 3 }
const move = (key: string, from: { row: number; column: number }, held: { ctrlKey?: boolean } = {}) =>
  moveInGrid(from, { key, ctrlKey: held.ctrlKey ?? false, metaKey: false }, last)

describe('moving in the grid', () => {
  it('stays inside at every edge', () => {
    expect(move('ArrowUp', { row: 0, column: 2 })).toEqual({ row: 0, column: 2 })
    expect(move('ArrowLeft', { row: 4, column: 0 })).toEqual({ row: 4, column: 0 })
    expect(move('ArrowRight', { row: 4, column: 3 })).toEqual({ row: 4, column: 3 })
    expect(move('PageDown', { row: 20, column: 1 })).toEqual({ row: 25, column: 1 })
  })

  it('goes to the ends of the row, and with Ctrl of the grid', () => {
    expect(move('End', { row: 4, column: 1 })).toEqual({ row: 4, column: 3 })
    expect(move('Home', { row: 4, column: 1 }, { ctrlKey: true })).toEqual({ row: 0, column: 0 })
  })

  it('leaves other keys and their combinations alone', () => {
    expect(move('Enter', { row: 1, column: 1 })).toBeNull()
    expect(move('ArrowDown', { row: 1, column: 1 }, { ctrlKey: true })).toBeNull()
  })
})
