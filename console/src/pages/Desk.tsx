import { useCallback, useEffect, useState } from 'react'
import type { Agreement, Member, Network, SlaPage } from '../api'
import { units } from '../design'
import { perDay, time } from '../format'
import { useLive } from '../live'
import { Await, Fact, Money, State, Table, tokenOf } from '../parts'
import { allow, allowance } from '../agreement'
import { call } from '../wallet/abi'
import { Refused, send, view } from '../wallet/send'
import { useSigner, type Connected } from '../wallet/useWallet'
import { Step } from './LegActions'
import { Subscription } from './Subscription'

const SLAS_LOOKED_AT = 100

/** What a provider earns: the agreements that pay it, and for its owner what waits and what may be done. */
export function Desk({ member, network }: { member: Member; network: Network | undefined }) {
  const slas = useLive<SlaPage>(`/v1/slas?limit=${SLAS_LOOKED_AT}`, 5)
  const signer = useSigner(network)
  const owns = signer !== undefined && signer.account.toLowerCase() === member.owner.toLowerCase()
  return (
    <section aria-labelledby="desk">
      <h2 id="desk">Earnings</h2>
      <Await live={slas}>{(page) => <Streams legs={legsOf(page, member.id)} more={page.next !== undefined} network={network} />}</Await>
      {signer !== undefined && network !== undefined && <Waiting member={member} network={network} signer={signer} owns={owns} />}
    </section>
  )
}

/** The provider's agreements in a page of SLAs. */
export function legsOf(page: SlaPage, providerId: number): (Agreement & { market: number })[] {
  return page.slas.flatMap((sla) => sla.agreements.filter((leg) => leg.providerId === providerId).map((leg) => ({ ...leg, market: sla.market })))
}

function Streams(props: { legs: (Agreement & { market: number })[]; more: boolean; network: Network | undefined }) {
  const { legs, network } = props
  const token = tokenOf(network, 1)
  const running = legs.filter((leg) => leg.market === 1 && (leg.state === 'ACTIVE' || leg.state === 'NOTICE'))
  const sum = (value: (leg: Agreement) => bigint) => running.reduce((all, leg) => all + value(leg), 0n)
  return (
    <>
      <dl className="facts">
        <Fact name="Streams to it now, a day"><Money units={sum((leg) => perDay(leg.rate))} token={token} /></Fact>
        <Fact name="Running agreements">{running.length}</Fact>
        <Fact name="Still locked for it"><Money units={sum((leg) => BigInt(leg.remaining))} token={token} /></Fact>
      </dl>
      <Table
        caption={props.more ? `Agreements among the ${SLAS_LOOKED_AT} newest SLAs` : 'Agreements'}
        rows={legs}
        keyOf={(leg) => leg.id}
        empty="No agreement yet. Consumers find its offers in the marketplace."
        columns={[
          { title: 'SLA', cell: (leg) => <a href={`#/slas/${leg.slaId}`}>{leg.slaId.slice(0, 10)}…</a> },
          { title: 'State', cell: (leg) => <State name={leg.state} /> },
          { title: 'Pays a day', number: true, cell: (leg) => <Money units={perDay(leg.rate)} token={tokenOf(network, leg.market)} /> },
          { title: 'Paid', number: true, cell: (leg) => <Money units={leg.paid} token={tokenOf(network, leg.market)} /> },
          { title: 'For bytes read', number: true, cell: (leg) => <Money units={leg.egressPaid} token={tokenOf(network, leg.market)} /> },
          { title: 'Slashed', number: true, cell: (leg) => <Money units={leg.slashed} token={tokenOf(network, leg.market)} /> },
          { title: 'Proven epochs', number: true, cell: (leg) => leg.confirmedEpochs.length },
          { title: 'Missed', number: true, cell: (leg) => leg.missedEpochs.length },
        ]}
      />
    </>
  )
}

interface Books {
  earnings: bigint
  unbonding: bigint
  readyAt: number
}

/** What the chain holds for the provider beside its agreements, asked through the wallet's own node. */
function Waiting(props: { member: Member; network: Network; signer: Connected; owns: boolean }) {
  const { member, network, signer, owns } = props
  const market = network.markets.find((one) => one.id === 1)
  const [books, setBooks] = useState<Books>()
  const orchestrator = network.contracts['Orchestrator'] ?? ''
  const stakes = network.contracts['StakeManager'] ?? ''
  const token = market?.token
  const look = useCallback(async () => {
    if (token === undefined) return
    const [earnings] = await view(signer, orchestrator, call('earningsOf(uint64,uint16)', member.id, 1))
    const stake = await view(signer, stakes, call('stakeOf(uint64,address)', member.id, token as `0x${string}`))
    setBooks({ earnings: earnings ?? 0n, unbonding: stake[2] ?? 0n, readyAt: Number(stake[3] ?? 0n) })
  }, [member.id, orchestrator, signer, stakes, token])
  useEffect(() => {
    look().catch(() => setBooks(undefined))
  }, [look])
  if (market === undefined || books === undefined) return null
  const tell = (sent: Promise<unknown>) => sent.then(look)
  return (
    <>
      <dl className="facts">
        <Fact name="Earned, and waits in the contract"><Money units={books.earnings} token={market} /></Fact>
        <Fact name="Stake that is leaving"><Money units={books.unbonding} token={market} /></Fact>
        {books.unbonding > 0n && <Fact name="It may be taken from">{time(books.readyAt)}</Fact>}
      </dl>
      {owns && (
        <>
          <Step
            name="Withdraw"
            what={`To ${member.payout}, as the register says. A running node does so by itself.`}
            done="It is with the payout address."
            act={() => tell(send(signer, orchestrator, call('withdrawEarnings(uint64,uint16)', member.id, 1)))}
          />
          <Stake {...{ member, signer, market, stakes }} tell={tell} />
          <Subscription {...{ member, signer, market }} registry={network.contracts['Registry'] ?? ''} />
        </>
      )}
    </>
  )
}

function Stake(props: {
  member: Member
  signer: Connected
  market: Network['markets'][number]
  stakes: string
  tell: (sent: Promise<unknown>) => Promise<unknown>
}) {
  const { member, signer, market, stakes, tell } = props
  const [text, setText] = useState('')
  const token = market.token as `0x${string}`
  const wanted = () => {
    const found = units(text, market.decimals)
    if (found === undefined || found === 0n) throw new Refused(`Write an amount above zero with at most ${market.decimals} decimals, such as 100.`)
    return found
  }
  const add = async () => {
    const [allowed] = await view(signer, token, allowance(signer.account, stakes))
    if ((allowed ?? 0n) < wanted()) await send(signer, token, allow(stakes, wanted()))
    await send(signer, stakes, call('stake(uint64,address,uint256)', member.id, token, wanted()))
  }
  const leave = () => send(signer, stakes, call('requestUnstake(uint64,address,uint256)', member.id, token, wanted()))
  return (
    <>
      <form className="filters" onSubmit={(event) => event.preventDefault()}>
        <label>
          {`Stake, ${market.symbol}`}
          <input inputMode="decimal" autoComplete="off" value={text} onChange={(event) => setText(event.target.value)} />
        </label>
      </form>
      <Step name="Add stake" what="The wallet first allows the amount, then bonds it." done="It is bonded." act={() => tell(add())} />
      <Step
        name="Ask for stake back"
        what="Free stake only. It waits for the time of unbonding and can be slashed meanwhile; below the threshold the listing ends at once."
        done="It is unbonding."
        act={() => tell(Promise.resolve().then(leave))}
      />
      <Step
        name="Take stake"
        what="What has finished unbonding."
        done="It is in the wallet."
        act={() => tell(send(signer, stakes, call('unstake(uint64,address)', member.id, token)))}
      />
    </>
  )
}
