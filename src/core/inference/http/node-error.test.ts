import { describe, expect, it } from 'vitest'
import { nodeError, readRefusal, retryAfter } from './node-error'

describe('nodeError', () => {
  it.each<[number | null, string, string]>([
    [404, '{"error":"model \'x\' not found"}', 'MODEL_MISSING'],
    [404, '{"error":{"message":"The model `x` does not exist.","code":404}}', 'MODEL_MISSING'],
    [404, '404 page not found', 'MALFORMED_RESPONSE'],
    [404, '{"detail":"Not Found"}', 'MALFORMED_RESPONSE'],
    [404, '{"error":{"code":404,"message":"File Not Found"}}', 'MALFORMED_RESPONSE'],
    [404, '', 'MODEL_MISSING'],
    [503, '{"error":"server busy, please try again.  maximum pending requests exceeded"}', 'NODE_BUSY'],
    [503, '{"error":{"message":"Loading model","type":"unavailable_error","code":503}}', 'NODE_LOADING'],
    [429, '', 'NODE_BUSY'],
    [400, '{"error":{"message":"This model\'s maximum context length is 4096 tokens."}}', 'CONTEXT_TOO_LONG'],
    [400, '{"error":{"message":"the request exceeds the available context size"}}', 'CONTEXT_TOO_LONG'],
    [500, '{"error":{"message":"the request exceeds the available context size"}}', 'CONTEXT_TOO_LONG'],
    [400, '{"error":"registry.ollama.ai/library/x does not support tools"}', 'NODE_REFUSED'],
    [400, '{"error":"invalid options"}', 'NODE_REFUSED'],
    [401, '', 'NODE_REFUSED'],
    [403, '<html>', 'NODE_REFUSED'],
    [413, '', 'NODE_REFUSED'],
    [301, '', 'NODE_REFUSED'],
    [204, '', 'MALFORMED_RESPONSE'],
    [500, '{"error":"model requires more system memory (9 GiB) than is available"}', 'NODE_ERROR'],
    [500, 'Internal Server Error', 'NODE_ERROR'],
    [null, '{"error":"an error was encountered while running the model"}', 'NODE_ERROR'],
  ])('takes status %s with %j for %s', (status, body, code) => {
    let refusal = { ...readRefusal(null), text: body }
    try {
      refusal = { ...refusal, ...readRefusal(JSON.parse(body)) }
    } catch {
      // Not JSON: judged as text.
    }
    expect(nodeError({ ...refusal, status }, 'host', 'x')).toMatchObject({ code })
  })

  it('shows what the server said as one harmless line', () => {
    const error = nodeError({ status: 500, text: `a\n\u001b[31mb\u202e${'c'.repeat(5000)}` }, 'host')
    expect(error.message).not.toMatch(/[\p{Cc}\p{Cf}]/u)
    expect(error.message.length).toBeLessThan(400)
  })
})

describe('retryAfter', () => {
  const now = Date.parse('2026-11-01T12:00:00Z')
  it.each<[string | undefined, number | undefined]>([
    [undefined, undefined],
    ['2', 2000],
    ['0.5', 500],
    ['Sun, 01 Nov 2026 12:00:30 GMT', 30_000],
    ['Sun, 01 Nov 2026 11:00:00 GMT', 0],
    ['999999999', 600_000],
    ['soon', undefined],
  ])('reads %j as %s', (header, milliseconds) => {
    expect(retryAfter(header, now)).toBe(milliseconds)
  })
})
