/** The engine in this very process has no address; this only stands where a node's is shown. */
export const embeddedUrl = 'embedded://local'
