import type { en } from './en'

type Translated<T> = { readonly [K in keyof T]: T[K] extends string ? string : Translated<T[K]> }

/** Every text there is, in any language: English says which. */
export type Catalogue = Translated<typeof en>

/** One file of a language; a text that is missing or too many does not compile. */
export type Area<A extends keyof Catalogue> = Catalogue[A]
