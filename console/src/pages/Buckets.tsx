import { useEffect, useRef, useState } from 'react'
import { ApiError, type Network } from '../api'
import type { Live } from '../live'
import { Await, Table } from '../parts'
import { buckets, createBucket } from '../s3/store'
import type { Keys } from '../s3/sigv4'
import { Objects } from './Objects'

/** Kept while this page is open, and nowhere else: not on disk, not in the browser's storage. */
let kept: Keys | undefined

/** Buckets and objects, read and written by the page itself with the key that is typed here. */
export function Buckets({ network, place }: { network: Live<Network>; place: string }) {
  return (
    <>
      <h1>Buckets</h1>
      <Await live={network}>{(value) => <Store gateway={value.endpoints['gateway']} place={place} />}</Await>
    </>
  )
}

function Store({ gateway, place }: { gateway: string | undefined; place: string }) {
  const [keys, setKeys] = useState(kept)
  if (gateway === undefined) {
    return (
      <p className="empty">
        This platform names no gateway that its pages may call (platform.public.gateway). Use any S3 tool with your gateway&apos;s address instead.
      </p>
    )
  }
  const take = (given: Keys | undefined) => {
    kept = given
    setKeys(given)
  }
  if (keys === undefined) return <KeyForm gateway={gateway} take={take} />
  const [bucket = '', ...prefix] = place.split('/')
  return (
    <>
      <p className="actions">
        <span className="muted">
          As <code>{keys.accessKeyId}</code> at <code>{keys.endpoint}</code>
        </span>
        <button type="button" onClick={() => take(undefined)}>
          Forget the key
        </button>
      </p>
      {bucket === '' ? <BucketList keys={keys} /> : <Objects keys={keys} bucket={decodeURIComponent(bucket)} prefix={prefix.map(decodeURIComponent).join('/')} />}
    </>
  )
}

function KeyForm({ gateway, take }: { gateway: string; take: (keys: Keys) => void }) {
  const [id, setId] = useState('')
  const [secret, setSecret] = useState('')
  const [region, setRegion] = useState('us-east-1')
  const [wrong, setWrong] = useState<string>()
  const go = () => {
    if (!/^[A-Za-z0-9]{8,128}$/.test(id.trim())) return setWrong('An access key id is 8 to 128 letters and digits. Copy it whole.')
    if (secret.trim() === '') return setWrong('The secret is missing. It was shown where the key was made.')
    take({ endpoint: gateway, region: region.trim(), accessKeyId: id.trim(), secret: secret.trim() })
  }
  return (
    <>
      <p>
        The page signs with your S3 key itself and speaks to the gateway at <code>{gateway}</code>. The secret is sent to nobody, and forgotten when you
        close or reload the page. <code>./flashback keys --grant ID</code> prints it where the gateway runs.
      </p>
      <form className="filters" aria-label="S3 key" onSubmit={(event) => (event.preventDefault(), go())}>
        <label>
          Access key id
          <input value={id} autoComplete="username" spellCheck={false} onChange={(event) => setId(event.target.value)} />
        </label>
        <label>
          Secret access key
          <input type="password" value={secret} autoComplete="current-password" onChange={(event) => setSecret(event.target.value)} />
        </label>
        <label>
          Region
          <input value={region} autoComplete="off" onChange={(event) => setRegion(event.target.value)} />
        </label>
        <button className="main">Open</button>
      </form>
      {wrong !== undefined && (
        <p className="problem" role="alert">
          {wrong}
        </p>
      )}
    </>
  )
}

function BucketList({ keys }: { keys: Keys }) {
  const [name, setName] = useState('')
  const found = useAsked((signal) => buckets(keys, signal), keys.accessKeyId)
  const [problem, setProblem] = useState<string>()
  const create = async () => {
    setProblem(undefined)
    try {
      await createBucket(keys, name.trim())
      setName('')
      found.again()
    } catch (failure) {
      setProblem(words(failure))
    }
  }
  return (
    <>
      <form className="filters" aria-label="New bucket" onSubmit={(event) => (event.preventDefault(), void create())}>
        <label>
          New bucket
          <input value={name} autoComplete="off" spellCheck={false} onChange={(event) => setName(event.target.value)} />
        </label>
        <button>Create</button>
      </form>
      <Problem text={problem ?? found.problem} />
      {found.value === undefined ? (
        found.problem === undefined && <p className="muted">Loading…</p>
      ) : (
        <Table
          caption="Buckets of this key"
          rows={found.value}
          keyOf={(bucket) => bucket}
          empty="No bucket yet. Create the first one above."
          columns={[{ title: 'Bucket', cell: (bucket) => <a href={`#/buckets/${encodeURIComponent(bucket)}`}>{bucket}</a> }]}
        />
      )}
    </>
  )
}

export function Problem({ text }: { text: string | undefined }) {
  return text === undefined ? null : (
    <p className="problem" role="alert">
      {text}
    </p>
  )
}

export function words(failure: unknown): string {
  return failure instanceof Error ? failure.message : 'It failed, and nobody said why. Try again.'
}

const AGAIN_MILLIS = 5000

/** Whether the platform is away for now, and may be back without anybody's doing. */
function passes(failure: unknown): boolean {
  return failure instanceof ApiError && (failure.problem.status === 0 || failure.problem.status >= 500)
}

/** What a question is answered, asked anew when its subject changes and when told to. */
export function useAsked<T>(question: (signal: AbortSignal) => Promise<T>, subject: string): { value?: T; problem?: string; again: () => void } {
  const [state, setState] = useState<{ subject: string; value?: T; problem?: string }>({ subject })
  const [turn, setTurn] = useState(0)
  const newest = useRef(question)
  newest.current = question
  useEffect(() => {
    const abort = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    newest.current(abort.signal).then(
      (value) => setState({ subject, value }),
      (failure: unknown) => {
        if (abort.signal.aborted) return
        setState({ subject, problem: words(failure) })
        if (passes(failure)) timer = setTimeout(() => setTurn((before) => before + 1), AGAIN_MILLIS)
      },
    )
    return () => {
      abort.abort()
      clearTimeout(timer)
    }
  }, [subject, turn])
  const again = () => setTurn((before) => before + 1)
  return state.subject === subject ? { ...state, again } : { again }
}
