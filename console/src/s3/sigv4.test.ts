import { describe, expect, it } from 'vitest'
import { encoded, pathOf, presigned, signed, type Keys } from './sigv4'

// Keys, time and bucket of the examples in AWS's own documentation.
const KEYS: Keys = {
  endpoint: 'https://examplebucket.s3.amazonaws.com',
  region: 'us-east-1',
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secret: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
}
const NOW = new Date('2013-05-24T00:00:00Z')

describe('signatures', () => {
  it('of links are those of the documented example', async () => {
    const url = await presigned(KEYS, 'GET', '/test.txt', [], 86_400, NOW)

    expect(new URL(url).searchParams.get('X-Amz-Signature')).toBe('aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404')
    expect(url).toMatch(/^https:\/\/examplebucket\.s3\.amazonaws\.com\/test\.txt\?X-Amz-Algorithm=AWS4-HMAC-SHA256&/)
  })

  it('of requests differ with method, path, query, time and secret, and hold no secret', async () => {
    const one = await signed(KEYS, 'GET', '/b', [['list-type', '2']], NOW)
    const others = await Promise.all([
      signed(KEYS, 'PUT', '/b', [['list-type', '2']], NOW),
      signed(KEYS, 'GET', '/c', [['list-type', '2']], NOW),
      signed(KEYS, 'GET', '/b', [], NOW),
      signed(KEYS, 'GET', '/b', [['list-type', '2']], new Date(NOW.getTime() + 1000)),
      signed({ ...KEYS, secret: 'another' }, 'GET', '/b', [['list-type', '2']], NOW),
    ])

    expect(one.headers['x-amz-date']).toBe('20130524T000000Z')
    expect(new Set([one, ...others].map(({ headers }) => headers['Authorization'])).size).toBe(6)
    expect(JSON.stringify(one)).not.toContain(KEYS.secret)
  })

  it('cover keys as they travel: everything but unreserved characters is encoded, slashes of a key are not', () => {
    expect(encoded("a b+c/ä!'()*~")).toBe('a%20b%2Bc%2F%C3%A4%21%27%28%29%2A~')
    expect(pathOf('bucket', 'a b/c+d')).toBe('/bucket/a%20b/c%2Bd')
    expect(pathOf('bucket')).toBe('/bucket')
  })
})
