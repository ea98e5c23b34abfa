import { describe, expect, it } from 'vitest'
import { isDisplayOnly, isIntegrated, isUnifiedNvidia, vendorOf } from './gpu-kind'

describe('vendorOf', () => {
  it.each([
    ['Advanced Micro Devices, Inc. AMD Radeon RX 7900 XTX', 'amd'],
    ['ATI Technologies Inc. FirePro', 'amd'],
    ['NVIDIA Quadro P2000', 'nvidia'],
    ['Intel Corporation Intel(R) Arc(TM) A770 Graphics', 'intel'],
    ['Apple M2', 'apple'],
    // "Corporation" holds the letters of ATI.
    ['Microsoft Corporation Something', 'other'],
  ])('%s is of %s', (text, vendor) => {
    expect(vendorOf(text)).toBe(vendor)
  })
})

describe('isIntegrated', () => {
  it.each([
    'Intel(R) UHD Graphics 770',
    'Intel(R) Iris(R) Xe Graphics',
    'Intel(R) Arc(TM) Graphics',
    'Intel(R) Arc(TM) 140V GPU (16GB)',
    'Intel Arc Pro 130T/140T',
  ])('%s borrows its memory', name => {
    expect(isIntegrated('intel', name)).toBe(true)
  })

  it.each([
    'Intel(R) Arc(TM) A770 Graphics',
    'Intel Arc B580',
    'Intel(R) Arc(TM) Pro B60 Graphics',
    'Intel Data Center GPU Max 1100',
  ])('%s is a card', name => {
    expect(isIntegrated('intel', name)).toBe(false)
  })

  it('knows the graphics of ARM laptops', () => {
    expect(isIntegrated('other', 'Qualcomm(R) Adreno(TM) X1-85 GPU')).toBe(true)
    expect(isIntegrated('amd', 'AMD Radeon(TM) 8060S Graphics')).toBe(false)
  })
})

describe('isDisplayOnly', () => {
  it.each([
    'Microsoft Hyper-V Video',
    'Microsoft Remote Display Adapter',
    'VirtualBox Graphics Adapter',
    'Apple Paravirtual device',
    'ASPEED Graphics Family',
    'Citrix Indirect Display Adapter',
  ])('%s has no GPU', name => {
    expect(isDisplayOnly(name)).toBe(true)
  })

  it.each(['NVIDIA GeForce RTX 3060', 'AMD Radeon RX 6800', 'Intel(R) Arc(TM) A770 Graphics'])(
    '%s has one',
    name => {
      expect(isDisplayOnly(name)).toBe(false)
    },
  )
})

describe('isUnifiedNvidia', () => {
  it.each([
    ['NVIDIA GB10', true],
    ['Orin (nvgpu)', true],
    ['NVIDIA Thor', true],
    ['NVIDIA GB200', false],
    ['NVIDIA GH200 480GB', false],
    ['NVIDIA RTX A1000', false],
  ])('%s: %s', (name, unified) => {
    expect(isUnifiedNvidia(name)).toBe(unified)
  })
})
