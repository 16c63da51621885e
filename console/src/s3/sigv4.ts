// AWS Signature Version 4 for S3 by the browser's own cryptography; the secret never leaves the page.
// Source: https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html

export interface Keys {
  endpoint: string
  region: string
  accessKeyId: string
  secret: string
}

export type Query = [name: string, value: string][]

const ALGORITHM = 'AWS4-HMAC-SHA256'
/** The bytes are protected by TLS and not hashed twice; SigV4 names this value. */
const UNSIGNED = 'UNSIGNED-PAYLOAD'

const encoder = new TextEncoder()

/** RFC 3986, as SigV4 wants it: everything but unreserved characters. */
export function encoded(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
}

/** A bucket's or object's path; the slashes of a key stay. */
export function pathOf(bucket: string, key = ''): string {
  const path = [bucket, ...key.split('/')].map(encoded).join('/')
  return key === '' ? `/${encoded(bucket)}` : `/${path}`
}

/** Address and headers of a request that is signed in its headers. */
export async function signed(keys: Keys, method: string, path: string, query: Query, now: Date): Promise<{ url: string; headers: Record<string, string> }> {
  const time = stamp(now)
  const headers = { 'x-amz-content-sha256': UNSIGNED, 'x-amz-date': time }
  const all: Query = [['host', new URL(keys.endpoint).host], ...Object.entries(headers)]
  const names = all.map(([name]) => name).join(';')
  const canonical = [method, path, queryOf(query), ...all.map(([name, value]) => `${name}:${value}`), '', names, UNSIGNED].join('\n')
  const signature = await sign(keys, time, canonical)
  const authorization = `${ALGORITHM} Credential=${keys.accessKeyId}/${scope(keys, time)}, SignedHeaders=${names}, Signature=${signature}`
  return { url: address(keys, path, queryOf(query)), headers: { ...headers, Authorization: authorization } }
}

/** A link that whoever has it may use until it expires. */
export async function presigned(keys: Keys, method: string, path: string, query: Query, seconds: number, now: Date): Promise<string> {
  const time = stamp(now)
  const whole: Query = [
    ...query,
    ['X-Amz-Algorithm', ALGORITHM],
    ['X-Amz-Credential', `${keys.accessKeyId}/${scope(keys, time)}`],
    ['X-Amz-Date', time],
    ['X-Amz-Expires', `${seconds}`],
    ['X-Amz-SignedHeaders', 'host'],
  ]
  const canonical = [method, path, queryOf(whole), `host:${new URL(keys.endpoint).host}`, '', 'host', UNSIGNED].join('\n')
  return address(keys, path, `${queryOf(whole)}&X-Amz-Signature=${await sign(keys, time, canonical)}`)
}

function address(keys: Keys, path: string, query: string): string {
  return keys.endpoint.replace(/\/$/, '') + path + (query === '' ? '' : `?${query}`)
}

function queryOf(query: Query): string {
  return query
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .sort()
    .join('&')
}

/** `20261123T101500Z` */
function stamp(now: Date): string {
  return now.toISOString().replace(/[-:]|\.\d{3}/g, '')
}

function scope(keys: Keys, time: string): string {
  return `${time.slice(0, 8)}/${keys.region}/s3/aws4_request`
}

async function sign(keys: Keys, time: string, canonical: string): Promise<string> {
  if (globalThis.crypto?.subtle === undefined) {
    throw new Error('This browser signs only on pages that came by https, or from this machine. Open the console by https.')
  }
  const hash = hex(await crypto.subtle.digest('SHA-256', encoder.encode(canonical)))
  const text = [ALGORITHM, time, scope(keys, time), hash].join('\n')
  let key: BufferSource = encoder.encode(`AWS4${keys.secret}`)
  for (const part of [...scope(keys, time).split('/'), text]) key = await hmac(key, part)
  return hex(key as ArrayBuffer)
}

async function hmac(key: BufferSource, text: string): Promise<ArrayBuffer> {
  const imported = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  return crypto.subtle.sign('HMAC', imported, encoder.encode(text))
}

function hex(bytes: ArrayBuffer): string {
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
