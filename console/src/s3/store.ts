// Buckets and objects of a gateway, from the browser.

import { pathOf, presigned, signed, type Keys, type Query } from './sigv4'

export interface StoredObject {
  key: string
  size: string
  changed: string
}

export interface Listing {
  folders: string[]
  objects: StoredObject[]
  next?: string
}

/** Parts of what goes up in parts, and from which size on it does. */
const PART_BYTES = 8 << 20
const PARTS_AT_ONCE = 3
const ROWS = '100'

/** What the gateway refused, with S3's own word for it. */
export class StoreError extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

const ADVICE: Record<string, string> = {
  InvalidAccessKeyId: 'The gateway knows no such access key. Is the grant revoked, or the key mistyped?',
  SignatureDoesNotMatch: 'The secret does not belong to the access key. Type it again.',
  AccessDenied: 'This key may not do that.',
  NoSuchBucket: 'There is no such bucket any more.',
  BucketAlreadyExists: 'Somebody else has a bucket of that name. Choose another name.',
  InvalidBucketName: 'Buckets are named with 3 to 63 lower-case letters, digits, dots and hyphens.',
  BucketNotEmpty: 'There is still something in the bucket.',
  RequestTimeTooSkewed: 'The clock of this machine is wrong by more than a quarter of an hour. Set it.',
}

async function ask(keys: Keys, method: string, path: string, query: Query = [], body?: BodyInit, signal?: AbortSignal): Promise<Response> {
  const { url, headers } = await signed(keys, method, path, query, new Date())
  let response: Response
  try {
    response = await fetch(url, { method, headers, credentials: 'omit', ...(body === undefined ? {} : { body }), ...(signal === undefined ? {} : { signal }) })
  } catch (failure) {
    if (signal?.aborted === true) throw failure
    throw new StoreError('Unreachable', unreachable(keys))
  }
  if (!response.ok) throw refused(response.status, await response.text())
  return response
}

function unreachable(keys: Keys): string {
  return `The gateway at ${keys.endpoint} does not answer this page. Is it running, and is ${location.origin} among its gateway.origins?`
}

/** The refusal as S3 writes it. */
export function refused(status: number, text: string): StoreError {
  const code = /<Code>([^<]+)<\/Code>/.exec(text)?.[1] ?? `${status}`
  const message = /<Message>([^<]+)<\/Message>/.exec(text)?.[1] ?? `The gateway answers with status ${status}.`
  return new StoreError(code, `${ADVICE[code] ?? message} (${code})`)
}

function xml(text: string): Document {
  return new DOMParser().parseFromString(text, 'application/xml')
}

const texts = (from: Document | Element, name: string) => [...from.getElementsByTagName(name)].map((one) => one.textContent ?? '')

export async function buckets(keys: Keys, signal: AbortSignal): Promise<string[]> {
  const answer = await ask(keys, 'GET', '/', [], undefined, signal)
  return texts(xml(await answer.text()), 'Name')
}

export async function createBucket(keys: Keys, bucket: string): Promise<void> {
  await ask(keys, 'PUT', pathOf(bucket))
}

/** One page of what lies below a prefix; folders are what keys have before the next slash. */
export async function list(keys: Keys, bucket: string, prefix: string, token: string | undefined, signal: AbortSignal): Promise<Listing> {
  const query: Query = [['list-type', '2'], ['delimiter', '/'], ['prefix', prefix], ['max-keys', ROWS], ['encoding-type', 'url']]
  if (token !== undefined) query.push(['continuation-token', token])
  const found = xml(await (await ask(keys, 'GET', pathOf(bucket), query, undefined, signal)).text())
  const plain = (text: string) => decodeURIComponent(text.replaceAll('+', '%20'))
  const next = texts(found, 'NextContinuationToken')[0]
  return {
    folders: [...found.getElementsByTagName('CommonPrefixes')].map((one) => plain(texts(one, 'Prefix')[0] ?? '')),
    objects: [...found.getElementsByTagName('Contents')].map((one) => ({
      key: plain(texts(one, 'Key')[0] ?? ''),
      size: texts(one, 'Size')[0] ?? '0',
      changed: texts(one, 'LastModified')[0] ?? '',
    })),
    ...(next === undefined ? {} : { next }),
  }
}

export async function remove(keys: Keys, bucket: string, key: string): Promise<void> {
  await ask(keys, 'DELETE', pathOf(bucket, key))
}

/** A link to an object. @param name where given, browsers save it under this name instead of showing it */
export function link(keys: Keys, bucket: string, key: string, seconds: number, name?: string): Promise<string> {
  const query: Query = name === undefined ? [] : [['response-content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`]]
  return presigned(keys, 'GET', pathOf(bucket, key), query, seconds, new Date())
}

/** Brings a file up, a large one in parts; tells how many bytes have left. What was begun and failed is given up. */
export async function upload(keys: Keys, bucket: string, key: string, file: File, sent: (bytes: number) => void, signal: AbortSignal): Promise<void> {
  const path = pathOf(bucket, key)
  if (file.size <= PART_BYTES) {
    await put(keys, path, [], file, file.type, sent, signal)
    return
  }
  const begun = await ask(keys, 'POST', path, [['uploads', '']], undefined, signal)
  const id = texts(xml(await begun.text()), 'UploadId')[0] ?? ''
  try {
    const tags = await parts(keys, path, id, file, sent, signal)
    const body = `<CompleteMultipartUpload>${tags.map((tag, index) => `<Part><PartNumber>${index + 1}</PartNumber><ETag>${tag}</ETag></Part>`).join('')}</CompleteMultipartUpload>`
    const answer = await (await ask(keys, 'POST', path, [['uploadId', id]], body, signal)).text()
    // S3 may answer 200 first and find the failure later.
    if (answer.includes('<Error>')) throw refused(200, answer)
  } catch (failure) {
    await ask(keys, 'DELETE', path, [['uploadId', id]]).catch(() => undefined)
    throw failure
  }
}

async function parts(keys: Keys, path: string, id: string, file: File, sent: (bytes: number) => void, signal: AbortSignal): Promise<string[]> {
  const count = Math.ceil(file.size / PART_BYTES)
  const tags = new Array<string>(count)
  const each = new Array<number>(count).fill(0)
  let next = 0
  const work = async () => {
    while (next < count) {
      const number = next++
      const part = file.slice(number * PART_BYTES, (number + 1) * PART_BYTES)
      const query: Query = [['partNumber', `${number + 1}`], ['uploadId', id]]
      tags[number] = await put(keys, path, query, part, '', (bytes) => {
        each[number] = bytes
        sent(each.reduce((sum, one) => sum + one, 0))
      }, signal)
    }
  }
  try {
    await Promise.all(Array.from({ length: Math.min(PARTS_AT_ONCE, count) }, work))
  } finally {
    next = count
  }
  return tags
}

/** One PUT by XMLHttpRequest, which alone tells how far it is; answers the entity tag. */
async function put(keys: Keys, path: string, query: Query, body: Blob, type: string, sent: (bytes: number) => void, signal: AbortSignal): Promise<string> {
  const { url, headers } = await signed(keys, 'PUT', path, query, new Date())
  return new Promise((done, failed) => {
    if (signal.aborted) return failed(signal.reason)
    const request = new XMLHttpRequest()
    request.open('PUT', url)
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
    if (type !== '') request.setRequestHeader('Content-Type', type)
    request.upload.onprogress = (event) => sent(event.loaded)
    request.onerror = () => failed(new StoreError('Unreachable', unreachable(keys)))
    request.onabort = () => failed(new StoreError('Aborted', 'Stopped; nothing of it was kept.'))
    request.onload = () =>
      request.status === 200 ? done(request.getResponseHeader('ETag') ?? '') : failed(refused(request.status, request.responseText))
    signal.addEventListener('abort', () => request.abort(), { once: true })
    request.send(body)
  })
}
