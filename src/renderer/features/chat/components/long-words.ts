/**
 * Chromium lays out each line of an unbroken kerned word anew from the start of the word: seconds for a pasted key or data
 * URL of 60 kB. Without kerning and contextual forms it is linear.
 */
export const longWord = 1_000
export const unkerned = '[font-kerning:none] [font-variant-ligatures:none]'
