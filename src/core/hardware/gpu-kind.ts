import type { Gpu } from '../../shared/entities'

/** Whose GPU it is, from the words of its name and maker. */
export function vendorOf(text: string): Gpu['vendor'] {
  if (/nvidia|geforce|quadro|tesla/i.test(text)) return 'nvidia'
  if (/\b(?:amd|ati)\b|advanced micro devices|radeon|instinct/i.test(text)) return 'amd'
  if (/apple/i.test(text)) return 'apple'
  if (/intel/i.test(text)) return 'intel'
  return 'other'
}

const displaysWithoutGpu = [
  /virtual|vmware|virtio|vbox|qxl|bochs|cirrus|parallels|hyper-v|svga/i,
  /microsoft (?:basic|remote)|remote (?:display|desktop)|citrix|parsec|spacedesk|displaylink|\bidd/i,
  /llvmpipe|softpipe|swiftshader/i,
  // The management processors of server boards.
  /aspeed|matrox/i,
]

/** True for what only draws a picture: virtual machines' adapters, remote displays, software renderers. */
export function isDisplayOnly(name: string): boolean {
  return displaysWithoutGpu.some(pattern => pattern.test(name))
}

/**
 * True for graphics that have no memory of their own: phone-class ones and all of Intel's but its cards. "Arc" alone does
 * not tell: "Arc A770" is a card, "Arc 140V" and plain "Arc Graphics" are built into a processor. AMD's built-in graphics
 * are not named here: what their firmware sets aside for them really is theirs, and it may be 512 MB or 96 GB.
 */
export function isIntegrated(vendor: Gpu['vendor'], name: string): boolean {
  if (vendor !== 'intel') return /adreno|snapdragon|\bmali\b|videocore/i.test(name)
  return !/\barc\b.*\b[ab][0-9]{2,3}m?\b|data center gpu|\bdg[12]\b|iris.*\bmax\b|ponte vecchio/i.test(name)
}

/** NVIDIA chips whose GPU shares the machine's memory; what nvidia-smi says of it is nothing or too little. */
export function isUnifiedNvidia(name: string): boolean {
  return /\b(?:GB10|N1X)\b|\b(?:thor|orin|xavier|tegra|nvgpu)\b/i.test(name)
}
