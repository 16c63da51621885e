import { useState } from 'react'
import type { Organisation } from '../account'
import { read, write } from '../api'
import { time } from '../format'
import { Pager, Table } from '../parts'
import { Refused } from '../wallet/send'
import { Problem, useAsked } from './Buckets'
import { Step } from './LegActions'

interface Webhook {
  id: string
  url: string
  types: string[]
  consumers: string[]
  providers: number[]
  createdAt: number
  stopped?: string
}

interface Delivery {
  id: number
  event: string
  type: string
  state: 'WAITING' | 'DELIVERED' | 'DEAD'
  attempts: number
  createdAt: number
  lastAt?: number
  result?: string
  nextAt?: number
}

const TYPES = [
  'agreement.opened', 'agreement.started', 'agreement.settled', 'agreement.credited', 'agreement.penalised', 'agreement.breached',
  'agreement.renewed', 'agreement.ended', 'sla.changed', 'dispute.opened', 'dispute.ruled', 'dispute.executed',
]
const LOUD = ['agreement.breached', 'agreement.ended', 'dispute.opened']

/** What tells an organisation's own servers what happens to agreements. */
export function Webhooks({ organisation, leads }: { organisation: Organisation; leads: boolean }) {
  const base = `/v1/organisations/${encodeURIComponent(organisation.id)}/webhooks`
  const hooks = useAsked((signal) => read<{ webhooks: Webhook[] }>(base, signal), organisation.id)
  const [secret, setSecret] = useState<string>()
  const [looked, setLooked] = useState<string>()
  const [problem, setProblem] = useState<string>()
  const attempt = (what: Promise<{ secret: string } | undefined>) => {
    setProblem(undefined)
    what.then((made) => (setSecret(made?.secret), hooks.again()), (failure: Error) => setProblem(failure.message))
  }
  return (
    <>
      <Problem text={problem ?? hooks.problem} />
      {hooks.value !== undefined && (
        <Table
          caption="Webhooks"
          rows={hooks.value.webhooks}
          keyOf={(hook) => hook.id}
          empty="No server of yours is told anything."
          columns={[
            { title: 'To', cell: (hook) => <code>{hook.url}</code> },
            { title: 'Of', cell: (hook) => hook.types.join(', ') },
            { title: 'State', cell: (hook) => hook.stopped ?? 'works' },
            {
              title: 'What to do',
              cell: (hook) => (
                <span className="actions">
                  <button type="button" aria-label={`Messages to ${hook.url}`} aria-expanded={looked === hook.id} onClick={() => setLooked(looked === hook.id ? undefined : hook.id)}>
                    Messages
                  </button>
                  {leads && (
                    <>
                      <button type="button" aria-label={`Another secret for ${hook.url}`} onClick={() => attempt(write('POST', `${base}/${hook.id}/rotation`))}>
                        Another secret
                      </button>
                      <button type="button" aria-label={`End ${hook.url}`} onClick={() => attempt(write('DELETE', `${base}/${hook.id}`))}>
                        End
                      </button>
                    </>
                  )}
                </span>
              ),
            },
          ]}
        />
      )}
      {secret !== undefined && (
        <p className="card" role="status">
          Check the signature of each message with this (Standard Webhooks). It is shown this once: <code className="webhook-secret">{secret}</code>{' '}
          <button type="button" onClick={() => setSecret(undefined)}>
            I have the secret
          </button>
        </p>
      )}
      {looked !== undefined && <Deliveries key={looked} base={`${base}/${looked}`} />}
      {leads && <NewWebhook base={base} made={(given) => (setSecret(given), hooks.again())} />}
    </>
  )
}

function NewWebhook({ base, made }: { base: string; made: (secret: string) => void }) {
  const [url, setUrl] = useState('')
  const [of, setOf] = useState('')
  const [types, setTypes] = useState(LOUD)
  const act = async () => {
    const words = of.split(/[\s,]+/).filter((word) => word !== '')
    const wrong = words.find((word) => !/^0x[0-9a-fA-F]{40}$|^#?\d{1,9}$/.test(word))
    if (words.length === 0 || wrong !== undefined) {
      throw new Refused(`Write whose agreements you want to hear of: consumers by address, providers by number${wrong === undefined ? '' : `; '${wrong}' is neither`}.`)
    }
    const consumers = words.filter((word) => word.startsWith('0x'))
    const providers = words.filter((word) => !word.startsWith('0x')).map((word) => Number(word.replace('#', '')))
    made((await write<{ secret: string }>('POST', base, { url: url.trim(), types, consumers, providers })).secret)
    setUrl('')
  }
  return (
    <Step name="Make a webhook" what="" done="Made; its secret is above." act={act}>
      <label>
        Address
        <input type="url" value={url} placeholder="https://" autoComplete="off" onChange={(event) => setUrl(event.target.value)} />
      </label>
      <label>
        Of consumers and providers
        <input value={of} placeholder="0x…, 3" autoComplete="off" spellCheck={false} onChange={(event) => setOf(event.target.value)} />
      </label>
      <fieldset className="presets">
        <legend className="muted">When</legend>
        {TYPES.map((type) => (
          <label key={type} className="check">
            <input
              type="checkbox"
              checked={types.includes(type)}
              onChange={(event) => setTypes(event.target.checked ? [...types, type] : types.filter((one) => one !== type))}
            />
            {type}
          </label>
        ))}
      </fieldset>
    </Step>
  )
}

function Deliveries({ base }: { base: string }) {
  const [cursors, setCursors] = useState<string[]>([])
  const cursor = cursors.at(-1)
  const page = useAsked(
    (signal) => read<{ deliveries: Delivery[]; next?: string }>(`${base}/deliveries?limit=20${cursor === undefined ? '' : `&cursor=${cursor}`}`, signal),
    `${base} ${cursor ?? ''}`,
  )
  return (
    <>
      <Problem text={page.problem} />
      {page.value !== undefined && (
        <>
          <Table
            caption="Messages, the newest first"
            rows={page.value.deliveries}
            keyOf={(one) => one.id}
            empty="Nothing was to be told yet."
            columns={[
              { title: 'Event', cell: (one) => one.type },
              { title: 'State', cell: (one) => one.state.toLowerCase() },
              { title: 'Attempts', number: true, cell: (one) => one.attempts },
              { title: 'Last', cell: (one) => (one.lastAt === undefined ? 'none yet' : `${time(one.lastAt)}: ${one.result ?? ''}`) },
              { title: 'Next', cell: (one) => (one.nextAt === undefined ? '–' : time(one.nextAt)) },
            ]}
          />
          <Pager what="messages" back="Newer" onward="Older" place={{ cursors, go: setCursors }} next={page.value.next} />
        </>
      )}
    </>
  )
}
