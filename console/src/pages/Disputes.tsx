import { useState } from 'react'
import type { Network } from '../api'
import { time } from '../format'
import { useLive, type Live } from '../live'
import { Await, Fact, Hash, Money, Pager, State, Table, tokenOf } from '../parts'

interface Dispute {
  id: number
  agreementId: string
  providerId: number
  market: number
  state: string
  outcome?: string
  claimant: string
  defendant: string
  fromEpoch: number
  toEpoch: number
  amount: string
  frozen: string
  moved?: string
  openedAt: number
  deadline?: number
  silence?: string
  overdue: boolean
  evidence: { showing: string; by: string; hash: string; at: number; links: string[] }[]
  panels: { round: number; seats: { arbitrator: string; vote?: string }[] }[]
  history: { state: string; event: string; at: number; transaction: string }[]
}

const STATES = ['', 'OPEN', 'OPENED', 'ANSWERED', 'RULED', 'APPEALED', 'FINAL', 'EXECUTED', 'DEFAULT', 'VOID']
const SILENCE: Record<string, string> = {
  CLAIMANT_WINS: 'nobody answers: the claimant gets what was frozen',
  NOTHING_MOVES: 'no panel rules: nothing moves, and both get their bonds back',
  RULING_STANDS: 'nobody appeals: the ruling stands',
}

const spoken = (word: string) => word.toLowerCase().replaceAll('_', ' ')

/** All disputes, the newest first. */
export function Disputes({ network }: { network: Live<Network> }) {
  const [state, setState] = useState('OPEN')
  const [party, setParty] = useState('')
  const [cursors, setCursors] = useState<string[]>([])
  const query = new URLSearchParams({ limit: '20' })
  if (state !== '') query.set('state', state)
  if (/^0x[0-9a-fA-F]{40}$/.test(party.trim())) query.set('party', party.trim())
  const cursor = cursors.at(-1)
  if (cursor !== undefined) query.set('cursor', cursor)
  const found = useLive<{ disputes: Dispute[]; next?: string }>(`/v1/disputes?${query}`, 10)
  return (
    <>
      <h1>Disputes</h1>
      <p>
        A claim that the other side owes something for some epochs. Only the disputed sum is frozen; evidence is named by its hash on the chain, and who
        is silent loses by the rule that stands beside the deadline.
      </p>
      <form className="filters" role="search" aria-label="Disputes" onSubmit={(event) => event.preventDefault()}>
        <label>
          State
          <select value={state} onChange={(event) => (setState(event.target.value), setCursors([]))}>
            {STATES.map((one) => (
              <option key={one} value={one}>
                {one === '' ? 'any' : one === 'OPEN' ? 'not over' : one.toLowerCase()}
              </option>
            ))}
          </select>
        </label>
        <label>
          Party, address
          <input value={party} autoComplete="off" spellCheck={false} onChange={(event) => (setParty(event.target.value), setCursors([]))} />
        </label>
      </form>
      <Await live={found}>
        {(page) => (
          <>
            <Table
              caption="Disputes, the newest first"
              rows={page.disputes}
              keyOf={(one) => one.id}
              empty={state === '' && party === '' ? 'Nobody has ever disputed anything.' : 'None is in this state. Choose any state to see those that are over.'}
              columns={[
                { title: 'Dispute', cell: (one) => <a href={`#/disputes/${one.id}`}>#{one.id}</a> },
                { title: 'State', cell: (one) => <State name={one.state} /> },
                { title: 'Provider', cell: (one) => <a href={`#/providers/${one.providerId}`}>#{one.providerId}</a> },
                { title: 'Epochs', number: true, cell: (one) => `${one.fromEpoch}–${one.toEpoch}` },
                { title: 'Claimed', number: true, cell: (one) => <Money units={one.amount} token={tokenOf(network.value, one.market)} /> },
                { title: 'Frozen', number: true, cell: (one) => <Money units={one.frozen} token={tokenOf(network.value, one.market)} /> },
                { title: 'Waits until', cell: (one) => (one.deadline === undefined ? '–' : time(one.deadline)) },
              ]}
            />
            <Pager what="disputes" back="Newer" onward="Older" place={{ cursors, go: setCursors }} next={page.next} />
          </>
        )}
      </Await>
    </>
  )
}

export function DisputeView({ id, network }: { id: string; network: Live<Network> }) {
  const found = useLive<Dispute>(`/v1/disputes/${encodeURIComponent(id)}`, 5)
  return (
    <>
      <p>
        <a href="#/disputes">All disputes</a>
      </p>
      <h1>Dispute #{id}</h1>
      <Await live={found}>{(one) => <Details dispute={one} network={network.value} />}</Await>
    </>
  )
}

function Details({ dispute, network }: { dispute: Dispute; network: Network | undefined }) {
  const token = tokenOf(network, dispute.market)
  return (
    <>
      <dl className="facts">
        <Fact name="State"><State name={dispute.state} /></Fact>
        <Fact name="Ruling">{dispute.outcome === undefined || dispute.outcome === 'NONE' ? 'none yet' : spoken(dispute.outcome)}</Fact>
        <Fact name="Agreement"><code className="whole">{dispute.agreementId}</code></Fact>
        <Fact name="Epochs">{`${dispute.fromEpoch}–${dispute.toEpoch}`}</Fact>
        <Fact name="Claimed"><Money units={dispute.amount} token={token} /></Fact>
        <Fact name="Frozen, and no more"><Money units={dispute.frozen} token={token} /></Fact>
        <Fact name="Moved to the claimant">{dispute.moved === undefined ? 'nothing yet' : <Money units={dispute.moved} token={token} />}</Fact>
        <Fact name="Claimant"><code className="whole">{dispute.claimant}</code></Fact>
        <Fact name="Defendant"><code className="whole">{dispute.defendant}</code></Fact>
      </dl>
      {dispute.deadline !== undefined && (
        <p className={dispute.overdue ? 'missed' : undefined}>
          {dispute.overdue ? 'The time was over at' : 'The next step is waited for until'} {time(dispute.deadline)}. If it does not come,{' '}
          {SILENCE[dispute.silence ?? ''] ?? 'nothing follows'}.
        </p>
      )}
      <Table
        caption="Evidence"
        rows={dispute.evidence}
        keyOf={(one) => one.hash + one.at}
        empty="Nobody has shown anything."
        columns={[
          { title: 'With the', cell: (one) => spoken(one.showing) },
          { title: 'By', cell: (one) => <Hash value={one.by} /> },
          { title: 'Shown', cell: (one) => time(one.at) },
          { title: 'Keccak-256 of the document', cell: (one) => <Hash value={one.hash} /> },
          { title: 'To be had at', cell: (one) => <Links links={one.links} /> },
        ]}
      />
      <Table
        caption="Arbitrators"
        rows={dispute.panels.flatMap((panel) => panel.seats.map((seat) => ({ ...seat, round: panel.round })))}
        keyOf={(seat) => `${seat.round} ${seat.arbitrator}`}
        empty="No panel is drawn yet."
        columns={[
          { title: 'Round', cell: (seat) => (seat.round === 0 ? 'first' : 'appeal') },
          { title: 'Arbitrator', cell: (seat) => <code className="whole">{seat.arbitrator}</code> },
          { title: 'Vote', cell: (seat) => (seat.vote === undefined ? 'none yet' : spoken(seat.vote)) },
        ]}
      />
      <Table
        caption="Steps"
        rows={dispute.history}
        keyOf={(step) => `${step.transaction} ${step.event}`}
        empty="None."
        columns={[
          { title: 'At', cell: (step) => time(step.at) },
          { title: 'Step', cell: (step) => step.event },
          { title: 'State then', cell: (step) => step.state.toLowerCase() },
          { title: 'Transaction', cell: (step) => <Hash value={step.transaction} /> },
        ]}
      />
      <p className="muted">
        Whoever is a side or an arbitrator acts by its own wallet: <code>./flashback dispute answer|rule|appeal|execute {dispute.id}</code>.
      </p>
    </>
  )
}

/** Links of parties: only such as a browser may follow. */
function Links({ links }: { links: string[] }) {
  const harmless = links.filter((link) => /^https?:\/\//.test(link))
  if (harmless.length === 0) return <>nobody says where</>
  return (
    <>
      {harmless.map((link, index) => (
        <a key={link} href={link} rel="noreferrer">
          {index === 0 ? 'document' : `also ${index + 1}`}{' '}
        </a>
      ))}
    </>
  )
}
