import { describe, expect, it } from 'vitest'
import { parseMacAddress } from './mac-address'

describe('the address of a network card', () => {
  it.each([
    '00:11:22:aa:BB:ff',
    '00-11-22-AA-bb-FF',
    '0011.22aa.bbff',
    '001122aabbff',
    ' 00:11:22:aa:bb:ff ',
  ])('is read from %j', text => {
    expect(parseMacAddress(text)).toEqual([0x00, 0x11, 0x22, 0xaa, 0xbb, 0xff])
  })

  it.each([
    '',
    '00:11:22:aa:bb',
    '00:11:22:aa:bb:ff:00',
    '00:11-22:aa:bb:ff',
    '0:11:22:aa:bb:ff',
    '00:11:22:aa:bb:fg',
    '00:11:22:aa:bb:ff\n; rm',
    // All cards, a group of them, and none.
    'ff:ff:ff:ff:ff:ff',
    '01:00:5e:00:00:fb',
    '00:00:00:00:00:00',
  ])('is not %j', text => {
    expect(parseMacAddress(text)).toBeNull()
  })
})
