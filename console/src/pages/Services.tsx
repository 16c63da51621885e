import { useMemo, useState } from 'react'
import type { Network } from '../api'
import { Engagements, nextStep, type Engagement } from '../engagement'
import { time } from '../format'
import { useNow, type Live } from '../live'
import { Await, Fact, Hash, Money, Pager, State, Table, tokenOf } from '../parts'
import { call, keccak, type Word } from '../wallet/abi'
import { Refused, send } from '../wallet/send'
import { useSigner, type Connected } from '../wallet/useWallet'
import { Problem, useAsked } from './Buckets'
import { Step } from './LegActions'

const ROWS = 20
/** What a consumer may have got back from. */
const REFUNDED = new Set<string>(['RULED', 'CANCELLED', 'LAPSED'])

/** Services hired in escrow: migration, analytics, compliance. Read from the contract, through the wallet's own node. */
export function Services({ network, id }: { network: Live<Network>; id: string | undefined }) {
  return (
    <>
      {id !== undefined && (
        <p>
          <a href="#/services">All services</a>
        </p>
      )}
      <h1>{id === undefined ? 'Services' : `Service #${id}`}</h1>
      <p>
        Work that no proof shows is hired in milestones: its price lies in escrow, and is paid when the consumer accepts what was delivered, says nothing in
        time, or a panel rules.
      </p>
      <Await live={network}>{(value) => <Hired network={value} id={id} />}</Await>
    </>
  )
}

function Hired({ network, id }: { network: Network; id: string | undefined }) {
  const signer = useSigner(network)
  if (network.contracts['Engagements'] === undefined) return <p className="empty">This network has no contract for services.</p>
  if (signer === undefined) {
    return <p className="empty">Connect a wallet on chain {network.chainId} above: its node is asked for what was hired, nobody else.</p>
  }
  if (id === undefined) return <List network={network} signer={signer} />
  return /^[1-9]\d{0,15}$/.test(id) ? <One network={network} signer={signer} id={Number(id)} /> : <p className="empty">Services have numbers, from 1 on.</p>
}

function List({ network, signer }: { network: Network; signer: Connected }) {
  const [cursors, setCursors] = useState<string[]>([])
  const before = Number(cursors.at(-1) ?? 0)
  const contract = useMemo(() => new Engagements(signer, network), [signer, network])
  const found = useAsked(() => contract.page(before, ROWS), `${contract.address} ${before}`)
  const now = useNow()
  return (
    <>
      <Problem text={found.problem} />
      {found.value === undefined ? (
        found.problem === undefined && <p className="muted">Loading…</p>
      ) : (
        <>
          <Table
            caption="Hired, the newest first"
            rows={found.value.engagements}
            keyOf={(one) => one.id}
            empty="Nobody has hired a service yet."
            columns={[
              { title: 'Service', cell: (one) => <a href={`#/services/${one.id}`}>{`#${one.id}, ${one.kind}`}</a> },
              { title: 'Provider', cell: (one) => <a href={`#/providers/${one.providerId}`}>#{one.providerId}</a> },
              { title: 'State', cell: (one) => <State name={one.state} /> },
              { title: 'In escrow at first', number: true, cell: (one) => <Money units={total(one)} token={tokenOf(network, one.market)} /> },
              { title: 'Earned', number: true, cell: (one) => <Money units={one.paid} token={tokenOf(network, one.market)} /> },
              { title: 'Next', cell: (one) => nextStep(one, now, time) },
            ]}
          />
          <Pager
            what="services"
            back="Newer"
            onward="Older"
            place={{ cursors, go: setCursors }}
            next={before + ROWS < found.value.count ? `${before + ROWS}` : undefined}
          />
        </>
      )}
      <p className="muted">
        To hire: the provider signs an offer (<code>./flashback service offer</code>), the consumer opens it (<code>./flashback service hire</code>).
      </p>
    </>
  )
}

const total = (one: Engagement) => one.milestones.reduce((sum, stage) => sum + stage.amount, 0n)

function One({ network, signer, id }: { network: Network; signer: Connected; id: number }) {
  const contract = useMemo(() => new Engagements(signer, network), [signer, network])
  const found = useAsked(() => contract.one(id), `${contract.address} ${id}`)
  const now = useNow()
  if (found.value === undefined) return found.problem === undefined ? <p className="muted">Loading…</p> : <Problem text={found.problem} />
  const one = found.value
  if (one.state === 'NONE') return <p className="empty">Nobody has hired anything under this number.</p>
  const token = tokenOf(network, one.market)
  return (
    <>
      <dl className="facts">
        <Fact name="State"><State name={one.state} /></Fact>
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
          { title: 'Milestone', number: true, cell: (stage) => stage.index },
          { title: 'State', cell: (stage) => <State name={stage.state} /> },
          { title: 'Pays', number: true, cell: (stage) => <Money units={stage.amount} token={token} /> },
          { title: 'To be delivered until', cell: (stage) => time(stage.deliverBy) },
          { title: 'Delivered', cell: (stage) => (stage.state === 'DELIVERED' ? time(stage.since) : '–') },
          { title: 'Hash of the delivery', cell: (stage) => (BigInt(stage.deliveryHash) === 0n ? '–' : <Hash value={stage.deliveryHash} />) },
          { title: 'Disputed', number: true, cell: (stage) => (stage.disputed === 0n ? '–' : <Money units={stage.disputed} token={token} />) },
        ]}
      />
      <Actions
        one={one}
        contract={contract.address}
        token={network.markets.find((market) => market.id === one.market)?.token}
        signer={signer}
        again={found.again}
        now={now}
      />
    </>
  )
}

function Actions(props: { one: Engagement; contract: string; token: string | undefined; signer: Connected; again: () => void; now: number }) {
  const { one, contract, token, signer, again, now } = props
  const [stars, setStars] = useState('5')
  const [comment, setComment] = useState('')
  const own = signer.account.toLowerCase() === one.consumer.toLowerCase()
  const go = (signature: string, ...values: Word[]) => send(signer, contract, call(signature, ...values)).then(again)
  const delivered = one.milestones.findIndex((stage) => stage.state === 'DELIVERED')
  const silent = delivered >= 0 && now > (one.milestones[delivered]?.since ?? 0) + (one.milestones[delivered]?.acceptSeconds ?? 0)
  const waiting = one.state === 'RUNNING' && one.milestones[one.next]?.state === 'FUNDED' ? one.milestones[one.next] : undefined
  const rate = () => {
    if (!/^[1-5]$/.test(stars.trim())) throw new Refused('Write one to five stars.')
    const words = comment.trim()
    return go('rate(uint64,uint8,bytes32)', one.id, Number(stars), words === '' ? 0n : keccak(new TextEncoder().encode(words)))
  }
  return (
    <>
      {own && delivered >= 0 && !silent && (
        <Step
          name={`Accept milestone ${delivered}`}
          what="It is paid at once. Check what was handed over first (flashback service check); to dispute it instead: flashback service dispute."
          done="Accepted, and paid."
          act={() => go('accept(uint64,uint8)', one.id, delivered)}
        />
      )}
      {silent && <Step name={`Settle milestone ${delivered}`} what="Nobody disputed it in time. Anybody may do it." done="It is paid." act={() => go('settle(uint64,uint8)', one.id, delivered)} />}
      {waiting !== undefined && now > waiting.deliverBy && (
        <Step name="End what is late" what="All that is not delivered goes back to the consumer. Anybody may do it." done="It has ended." act={() => go('lapse(uint64)', one.id)} />
      )}
      {own && waiting !== undefined && (
        <Step
          name={one.consumerWishesCancel ? 'Go on after all' : 'Wish to end it'}
          what="When the provider wishes the same, what is not delivered comes back. A delivery forgets it."
          done="It is noted."
          act={() => go('cancel(uint64,bool)', one.id, one.consumerWishesCancel ? 0n : 1n)}
        />
      )}
      {own && one.paid > 0n && !one.rated && (
        <Step name="Rate" what="Once, and for good. Of a comment the chain gets the hash alone: publish its words yourself." done="Rated." act={async () => rate()}>
          <label>
            Stars
            <input value={stars} inputMode="numeric" autoComplete="off" onChange={(event) => setStars(event.target.value)} />
          </label>
          <label>
            Comment
            <input value={comment} autoComplete="off" onChange={(event) => setComment(event.target.value)} />
          </label>
        </Step>
      )}
      {own && token !== undefined && one.milestones.some((stage) => REFUNDED.has(stage.state)) && (
        <Step
          name="Take what came back"
          what="What was refunded of this and other services in this token."
          done="It is in the wallet."
          act={() => go('withdrawRefund(address,address)', signer.account as Word, token as Word)}
        />
      )}
      {one.paid > 0n && (
        <Step
          name="Withdraw for the provider"
          what="Sends what the provider has earned in this market, less the fee, to its payout wallet. Anybody may do it."
          done="It is with the payout wallet."
          act={() => go('withdraw(uint64,uint16)', one.providerId, one.market)}
        />
      )}
    </>
  )
}
