import { useEffect, useMemo, useRef, useState } from 'react'
import type { Network } from '../api'
import { Engagements, nextStep, stateOf, told, type Engagement, type EngagementEntry } from '../engagement'
import { time } from '../format'
import { useLive, useNow, type Live } from '../live'
import { Await, Fact, Hash, Money, Pager, State, Table, tokenOf, type Place } from '../parts'
import { useSigner, type Connected } from '../wallet/useWallet'
import { Problem, useAsked } from './Buckets'
import { Hire } from './Hire'
import { OfferService } from './OfferService'
import { ServiceActions } from './ServiceActions'

const ROWS = 20
const SECONDS_BETWEEN_LOOKS = 5
const HIRE_FIRST = 'Nobody has hired a service yet. To be the first, choose a provider’s offer below.'

/** Services hired in escrow: migration, analytics, compliance. With a wallet they are read from the contract, through its node; without one as the platform tells them. */
export function Services({ network, id }: { network: Live<Network>; id: string | undefined }) {
  return (
    <>
      {id !== undefined && (
        <p>
          <a href="#/services">All services</a>
        </p>
      )}
      <h1>{id === undefined ? 'Services' : `Service #${id}`}</h1>
      {id === undefined && (
        <p>
          Work that no proof shows is hired in milestones: its price lies in escrow, and is paid when the consumer accepts what was delivered, says nothing
          in time, or a panel rules.
        </p>
      )}
      <Await live={network}>{(value) => <Hired network={value} id={id} />}</Await>
    </>
  )
}

function Hired({ network, id }: { network: Network; id: string | undefined }) {
  const signer = useSigner(network)
  if (network.contracts['Engagements'] === undefined) return <p className="empty">This network has no contract for services.</p>
  if (id === undefined) {
    return (
      <>
        {signer === undefined ? <Told network={network} /> : <FromChain network={network} signer={signer} />}
        {signer === undefined ? (
          <>
            <h2>Hire</h2>
            <p className="muted">Connect a wallet on chain {network.chainId} above to hire what a provider offered you.</p>
          </>
        ) : (
          <>
            <Hire signer={signer} network={network} />
            <OfferService key={signer.account} signer={signer} network={network} />
          </>
        )}
      </>
    )
  }
  if (!/^[1-9]\d{0,15}$/.test(id)) return <p className="empty">Services have numbers, from 1 on.</p>
  return signer === undefined ? <OneTold network={network} id={Number(id)} /> : <OneFromChain network={network} signer={signer} id={Number(id)} />
}

/** What one provider was hired for. */
export function ServicesOf({ network, provider }: { network: Network; provider: number }) {
  return (
    <>
      <h2>Services</h2>
      <Told network={network} provider={provider} />
    </>
  )
}

function Told({ network, provider }: { network: Network; provider?: number }) {
  const [cursors, setCursors] = useState<string[]>([])
  const cursor = cursors.at(-1)
  const found = useLive<{ engagements: EngagementEntry[]; next?: string }>(`/v1/engagements?limit=${ROWS}${provider === undefined ? '' : `&provider=${provider}`}${cursor === undefined ? '' : `&cursor=${cursor}`}`, 10)
  return (
    <Await live={found}>
      {(page) => <List rows={page.engagements.map(told)} network={network} place={{ cursors, go: setCursors }} next={page.next} empty={provider === undefined ? HIRE_FIRST : 'Nobody has hired it yet. Its offers go to consumers as files.'} />}
    </Await>
  )
}

function FromChain({ network, signer }: { network: Network; signer: Connected }) {
  const [cursors, setCursors] = useState<string[]>([])
  const before = Number(cursors.at(-1) ?? 0)
  const contract = useMemo(() => new Engagements(signer, network), [signer, network])
  const found = useAsked(() => contract.page(before, ROWS), `${contract.address} ${before}`)
  return (
    <>
      <Problem text={found.problem} />
      {found.value === undefined ? (
        found.problem === undefined && <p className="muted">Loading…</p>
      ) : (
        <List
          rows={found.value.engagements}
          network={network}
          place={{ cursors, go: setCursors }}
          next={before + ROWS < found.value.count ? `${before + ROWS}` : undefined}
          empty={HIRE_FIRST}
        />
      )}
    </>
  )
}

function List(props: { rows: Engagement[]; network: Network; place: Place; next: string | undefined; empty: string }) {
  const { rows, network, place, next } = props
  const now = useNow()
  return (
    <>
      <Table
        caption="Hired, the newest first"
        rows={rows}
        keyOf={(one) => one.id}
        empty={props.empty}
        columns={[
          { title: 'Service', cell: (one) => <a href={`#/services/${one.id}`}>{`#${one.id}, ${one.kind}`}</a> },
          { title: 'Provider', cell: (one) => <a href={`#/providers/${one.providerId}`}>#{one.providerId}</a> },
          { title: 'State', cell: (one) => <State name={stateOf(one)} /> },
          { title: 'In escrow at first', number: true, cell: (one) => <Money units={total(one)} token={tokenOf(network, one.market)} /> },
          { title: 'Earned', number: true, cell: (one) => <Money units={one.paid} token={tokenOf(network, one.market)} /> },
          { title: 'Next', cell: (one) => nextStep(one, now, time) },
        ]}
      />
      <Pager what="services" back="Newer" onward="Older" place={place} next={next} />
    </>
  )
}

function OneTold({ network, id }: { network: Network; id: number }) {
  const found = useLive<EngagementEntry>(`/v1/engagements/${id}`, 5)
  if (found.problem?.status === 404) return <p className="empty">Nobody has hired anything under this number.</p>
  return (
    <Await live={found}>
      {(entry) => (
        <>
          <Shown one={told(entry)} network={network} />
          <p className="muted">Connect the wallet of one of its sides on chain {network.chainId} above to act.</p>
        </>
      )}
    </Await>
  )
}

function OneFromChain({ network, signer, id }: { network: Network; signer: Connected; id: number }) {
  const contract = useMemo(() => new Engagements(signer, network), [signer, network])
  const found = useAsked(() => contract.one(id), `${contract.address} ${id}`)
  const again = useRef(found.again)
  again.current = found.again
  useEffect(() => {
    // The other side acts too.
    const timer = setInterval(() => again.current(), SECONDS_BETWEEN_LOOKS * 1000)
    return () => clearInterval(timer)
  }, [])
  const one = found.value
  if (one === undefined) return found.problem === undefined ? <p className="muted">Loading…</p> : <Problem text={found.problem} />
  if (one.state === 'NONE') return <p className="empty">Nobody has hired anything under this number.</p>
  return (
    <>
      <Shown one={one} network={network} />
      <ServiceActions key={signer.account} one={one} network={network} signer={signer} again={found.again} />
    </>
  )
}

const total = (one: Engagement) => one.milestones.reduce((sum, stage) => sum + stage.amount, 0n)

function Shown({ one, network }: { one: Engagement; network: Network }) {
  const now = useNow()
  const token = tokenOf(network, one.market)
  return (
    <>
      <dl className="facts">
        <Fact name="State"><State name={stateOf(one)} /></Fact>
        <Fact name="Kind">{one.kind}</Fact>
        <Fact name="Provider"><a href={`#/providers/${one.providerId}`}>#{one.providerId}</a></Fact>
        <Fact name="Consumer"><code className="whole">{one.consumer}</code></Fact>
        <Fact name="In escrow at first"><Money units={total(one)} token={token} /></Fact>
        <Fact name="Earned, before the fee"><Money units={one.paid} token={token} /></Fact>
        <Fact name="Terms"><Hash value={one.hash} /></Fact>
        <Fact name="Wants to end it">{[one.consumerWishesCancel && 'the consumer', one.providerWishesCancel && 'the provider'].filter(Boolean).join(' and ') || 'nobody'}</Fact>
      </dl>
      <p role="status">{nextStep(one, now, time)}</p>
      <Table
        caption="Milestones"
        rows={one.milestones.map((stage, index) => ({ ...stage, index }))}
        keyOf={(stage) => stage.index}
        empty="None."
        columns={[
          { title: 'Milestone', cell: (stage) => stage.index },
          { title: 'State', cell: (stage) => <State name={stage.state} /> },
          { title: 'Pays', number: true, cell: (stage) => <Money units={stage.amount} token={token} /> },
          { title: 'To be delivered until', cell: (stage) => time(stage.deliverBy) },
          { title: 'Delivered', cell: (stage) => (stage.state === 'DELIVERED' ? time(stage.since) : '–') },
          { title: 'Keccak-256 of the delivery', cell: (stage) => (BigInt(stage.deliveryHash) === 0n ? '–' : <Hash value={stage.deliveryHash} />) },
          { title: 'Disputed', number: true, cell: (stage) => (stage.disputed === 0n ? '–' : <Money units={stage.disputed} token={token} />) },
        ]}
      />
    </>
  )
}
