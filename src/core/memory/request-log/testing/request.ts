import type { RequestRecord } from '../../../../shared/entities'
import { requestRecord } from '../../../../shared/entities/testing/views'

/** An answer like any other. */
export const request = ({ id = 'r1', ...changes }: Partial<RequestRecord> = {}): RequestRecord =>
  requestRecord(id, changes)
