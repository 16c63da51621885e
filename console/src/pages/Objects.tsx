import { useRef, useState } from 'react'
import { bytes, time } from '../format'
import { Pager, Table } from '../parts'
import { link, list, remove, upload, type StoredObject } from '../s3/store'
import type { Keys } from '../s3/sigv4'
import { Problem, useAsked, words } from './Buckets'

const DOWNLOAD_SECONDS = 300
const LIVES: [number, string][] = [
  [3_600, 'an hour'],
  [86_400, 'a day'],
  [604_800, 'a week'],
]

/** What travels up now, by its key. */
interface Upload {
  key: string
  size: number
  sent: number
  stop: AbortController
  state: 'going' | 'done' | 'failed'
  problem?: string
}

/** The objects below a prefix, with folders where keys have slashes. */
export function Objects({ keys, bucket, prefix }: { keys: Keys; bucket: string; prefix: string }) {
  const [cursors, setCursors] = useState<string[]>([])
  const [problem, setProblem] = useState<string>()
  const [shared, setShared] = useState<string>()
  const found = useAsked((signal) => list(keys, bucket, prefix, cursors.at(-1), signal), `${bucket}/${prefix}?${cursors.at(-1) ?? ''}`)
  const attempt = async (what: () => Promise<void>) => {
    setProblem(undefined)
    try {
      await what()
    } catch (failure) {
      setProblem(words(failure))
    }
  }
  const name = (key: string) => key.slice(prefix.length)
  const download = (object: StoredObject) =>
    attempt(async () => {
      const anchor = document.createElement('a')
      anchor.href = await link(keys, bucket, object.key, DOWNLOAD_SECONDS, name(object.key))
      anchor.rel = 'noreferrer'
      anchor.click()
    })
  const drop = (object: StoredObject) =>
    attempt(async () => {
      await remove(keys, bucket, object.key)
      found.again()
    })
  return (
    <>
      <Crumbs bucket={bucket} prefix={prefix} />
      <Uploads keys={keys} bucket={bucket} prefix={prefix} arrived={found.again} />
      <Problem text={problem ?? found.problem} />
      {shared !== undefined && <Share key={shared} keys={keys} bucket={bucket} object={shared} close={() => setShared(undefined)} />}
      {found.value === undefined ? (
        found.problem === undefined && <p className="muted">Loading…</p>
      ) : (
        <>
          {found.value.folders.length > 0 && (
            <Table
              caption="Folders"
              rows={found.value.folders}
              keyOf={(folder) => folder}
              empty=""
              columns={[{ title: 'Folder', cell: (folder) => <a href={place(bucket, folder)}>{name(folder)}</a> }]}
            />
          )}
          <Table
            caption="Objects"
            rows={found.value.objects}
            keyOf={(object) => object.key}
            empty={prefix === '' ? 'Nothing in this bucket but folders, if any. Choose files above.' : 'No objects here.'}
            columns={[
              { title: 'Object', cell: (object) => <span className="key-name">{name(object.key)}</span> },
              { title: 'Size', number: true, cell: (object) => bytes(object.size) },
              { title: 'Changed', cell: (object) => time(Math.floor(Date.parse(object.changed) / 1000)) },
              {
                title: 'What to do',
                cell: (object) => (
                  <span className="actions">
                    <button type="button" aria-label={`Download ${name(object.key)}`} onClick={() => void download(object)}>
                      Download
                    </button>
                    <button type="button" aria-label={`Share ${name(object.key)}`} onClick={() => setShared(object.key)}>
                      Share
                    </button>
                    <Delete name={name(object.key)} act={() => void drop(object)} />
                  </span>
                ),
              },
            ]}
          />
          <Pager what="objects" back="Back" onward="More" place={{ cursors, go: setCursors }} next={found.value.next} />
        </>
      )}
    </>
  )
}

function place(bucket: string, prefix: string): string {
  return `#/buckets/${[bucket, ...prefix.split('/')].map(encodeURIComponent).join('/')}`
}

function Crumbs({ bucket, prefix }: { bucket: string; prefix: string }) {
  const parts = prefix.split('/').filter((part) => part !== '')
  return (
    <nav aria-label="Place in the bucket">
      <a href="#/buckets">All buckets</a> / <a href={place(bucket, '')}>{bucket}</a>
      {parts.map((part, index) => (
        <span key={index}>
          {' '}
          / <a href={place(bucket, `${parts.slice(0, index + 1).join('/')}/`)}>{part}</a>
        </span>
      ))}
    </nav>
  )
}

/** Asks once more: what is deleted is gone, unless the bucket keeps versions. */
function Delete({ name, act }: { name: string; act: () => void }) {
  const [sure, setSure] = useState(false)
  return sure ? (
    <button type="button" className="bad" autoFocus aria-label={`Really delete ${name}`} onBlur={() => setSure(false)} onClick={act}>
      Really delete
    </button>
  ) : (
    <button type="button" aria-label={`Delete ${name}`} onClick={() => setSure(true)}>
      Delete
    </button>
  )
}

function Share(props: { keys: Keys; bucket: string; object: string; close: () => void }) {
  const { keys, bucket, object, close } = props
  const [life, setLife] = useState(LIVES[0]?.[0] ?? 3_600)
  const made = useAsked(() => link(keys, bucket, object, life), `${object} ${life}`)
  const [copied, setCopied] = useState(false)
  return (
    <section className="card" aria-label={`Share ${object}`}>
      <p>
        Whoever has this link can read <code>{object}</code> until it expires, or the key is revoked; what is read so is paid by you.
      </p>
      <form className="filters" onSubmit={(event) => event.preventDefault()}>
        <label>
          Valid for
          <select value={life} onChange={(event) => setLife(Number(event.target.value))}>
            {LIVES.map(([seconds, text]) => (
              <option key={seconds} value={seconds}>
                {text}
              </option>
            ))}
          </select>
        </label>
        <label className="wide">
          Link
          <input readOnly value={made.value ?? ''} onFocus={(event) => event.target.select()} />
        </label>
        <button type="button" onClick={() => void navigator.clipboard.writeText(made.value ?? '').then(() => setCopied(true), () => setCopied(false))}>
          {copied ? 'Copied' : 'Copy'}
        </button>
        <button type="button" onClick={close}>
          Close
        </button>
      </form>
      <Problem text={made.problem} />
    </section>
  )
}

function Uploads(props: { keys: Keys; bucket: string; prefix: string; arrived: () => void }) {
  const { keys, bucket, prefix, arrived } = props
  const [folder, setFolder] = useState('')
  const [uploads, setUploads] = useState<Upload[]>([])
  const chosen = useRef<HTMLInputElement>(null)
  const change = (key: string, part: Partial<Upload>) => setUploads((all) => all.map((one) => (one.key === key ? { ...one, ...part } : one)))
  const begin = async (file: File) => {
    const below = folder.trim().replace(/^\/+|\/+$/g, '')
    const key = `${prefix}${below === '' ? '' : `${below}/`}${file.name}`
    const stop = new AbortController()
    setUploads((all) => [...all.filter((one) => one.key !== key), { key, size: file.size, sent: 0, stop, state: 'going' }])
    try {
      await upload(keys, bucket, key, file, (sent) => change(key, { sent: Math.min(sent, file.size) }), stop.signal)
      change(key, { state: 'done', sent: file.size })
      arrived()
    } catch (failure) {
      change(key, { state: 'failed', problem: stop.signal.aborted ? 'Stopped; nothing of it was kept.' : words(failure) })
    }
  }
  const beginAll = async () => {
    const files = [...(chosen.current?.files ?? [])]
    if (chosen.current !== null) chosen.current.value = ''
    // One after the other: a large file goes in several parts at once already.
    for (const file of files) await begin(file)
  }
  return (
    <section aria-label="Uploads">
      <form className="filters" onSubmit={(event) => event.preventDefault()}>
        <label>
          Into folder
          <input value={folder} placeholder={prefix === '' ? 'none' : prefix} autoComplete="off" onChange={(event) => setFolder(event.target.value)} />
        </label>
        <label>
          Files to upload
          <input ref={chosen} type="file" multiple onChange={() => void beginAll()} />
        </label>
      </form>
      {uploads.length > 0 && (
        <ul className="uploads">
          {uploads.map((one) => (
            <li key={one.key}>
              <code>{one.key}</code>
              <progress aria-label={`Upload of ${one.key}`} max={Math.max(1, one.size)} value={one.size === 0 && one.state === 'done' ? 1 : one.sent} />
              <span role="status">
                {one.state === 'done' ? `stored, ${bytes(BigInt(one.size))}` : one.state === 'failed' ? one.problem : `${bytes(BigInt(one.sent))} of ${bytes(BigInt(one.size))}`}
              </span>
              {one.state === 'going' && (
                <button type="button" onClick={() => one.stop.abort()}>
                  Stop
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
