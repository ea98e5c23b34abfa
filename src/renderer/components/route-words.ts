/** The command line says the same in the same words. */
export * from '../../shared/entities/route-words'
