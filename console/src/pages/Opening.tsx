import { useEffect, useRef, useState } from 'react'
import { ApiError, fresh, post, type Design, type DesignPlan, type Network } from '../api'
import { time } from '../format'
import { useNow } from '../live'
import { locks, payment, requireShown, type OpenedSla, type PlanQuotes, type QuotedTerms } from '../opening'
import { Fact, Hash, Money, Table } from '../parts'
import { call } from '../wallet/abi'
import { sentence } from '../wallet/eip1193'
import { view } from '../wallet/send'
import { useSigner, type Connected } from '../wallet/useWallet'

interface Taken {
  /** As it was shown when it was taken. */
  plan: DesignPlan
  quotes: PlanQuotes
}

const DESIGNS_ANEW = 3

/** The plan's quotes. Where it became dearer since it was shown, it is designed anew, and the difference is told beside what is signed. */
async function quoted(shown: DesignPlan, consumer: string, design: object): Promise<Taken> {
  const signal = AbortSignal.timeout(60_000)
  let plan = shown
  for (let attempt = 1; ; attempt++) {
    try {
      const choice = { consumer, plan: plan.kind, atMost: plan.total, requestKey: fresh(), design }
      const quotes = await post<PlanQuotes>('/v1/designs/quotes', JSON.stringify(choice), signal)
      requireShown(quotes, plan.total)
      return { plan: shown, quotes }
    } catch (failure) {
      if (attempt > DESIGNS_ANEW || !(failure instanceof ApiError) || failure.problem.field !== 'atMost') throw failure
      const found = await post<Design>('/v1/designs', JSON.stringify(design), signal)
      const now = found.plans.find((one) => one.kind === shown.kind)
      if (now === undefined) throw failure
      plan = now
    }
  }
}

/** From a plan to a running SLA: a quote that is frozen for a while, one signature for each class. */
export function Opening(props: { design: Design; body: object; network: Network | undefined }) {
  const { design, body, network } = props
  const signer = useSigner(network)
  const [taken, setTaken] = useState<Taken>()
  const [problem, setProblem] = useState<string>()
  const [asking, setAsking] = useState(false)
  const take = async (plan: DesignPlan, wallet: Connected) => {
    setAsking(true)
    setProblem(undefined)
    try {
      setTaken(await quoted(plan, wallet.account, body))
    } catch (failure) {
      setTaken(undefined)
      setProblem(told(failure))
    }
    setAsking(false)
  }
  return (
    <section aria-labelledby="take">
      <h2 id="take">Take a plan</h2>
      {signer === undefined ? (
        <p className="muted">Connect a wallet on chain {network?.chainId} above to have a plan quoted and to open it with one signature for each class.</p>
      ) : (
        <p className="actions">
          {design.plans.map((plan) => (
            <button key={plan.kind} type="button" disabled={asking} onClick={() => void take(plan, signer)}>
              Quote the {plan.kind.toLowerCase()} plan
            </button>
          ))}
        </p>
      )}
      {problem !== undefined && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      {taken !== undefined && signer !== undefined && network !== undefined && (
        <Quotes key={taken.quotes.quotes[0]?.quoteHash} taken={taken} signer={signer} network={network} again={() => void take(taken.plan, signer)} />
      )}
    </section>
  )
}

function Quotes(props: { taken: Taken; signer: Connected; network: Network; again: () => void }) {
  const { taken, signer, network, again } = props
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const first = taken.quotes.quotes[0]
  const dearer = taken.quotes.quotes.reduce((sum, quote) => sum + locks(quote.sla), 0n) - BigInt(taken.plan.total)
  return (
    <>
      <h3 ref={heading} tabIndex={-1}>
        The {taken.plan.kind.toLowerCase()} plan, frozen
      </h3>
      <p>
        {taken.quotes.quotes.length === 1
          ? 'One signature pays for exactly these terms and for nothing else; anybody may carry it to the chain, nobody can change it.'
          : `Each of the ${taken.quotes.quotes.length} classes is an SLA of its own, signed and opened for itself.`}
      </p>
      {dearer > 0n && first !== undefined && (
        <p className="problem" role="status">
          It locks <Money units={dearer} token={first} /> more than the plan showed a moment ago: offers changed since, or an epoch began. Sign only if
          that is right for you.
        </p>
      )}
      {taken.quotes.quotes.map((quote) => (
        <Quote key={quote.quoteHash} quote={quote} signer={signer} network={network} again={again} />
      ))}
    </>
  )
}

/** A frozen quote, and the button that signs it. */
export function Quote(props: { quote: QuotedTerms; signer: Connected; network: Network; again: () => void }) {
  const { quote, signer, network, again } = props
  const now = useNow()
  const holds = useBalance(signer, quote.token)
  const [state, setState] = useState<'open' | 'signing' | 'sending'>('open')
  const [opened, setOpened] = useState<OpenedSla>()
  const [problem, setProblem] = useState<string>()
  const left = Math.floor(quote.expiresAt - now)
  const short = holds !== undefined && holds < BigInt(quote.total)
  const sign = async () => {
    setProblem(undefined)
    setState('signing')
    try {
      const data = payment(quote, signer.account, network)
      const signature = await signer.provider
        .request({ method: 'eth_signTypedData_v4', params: [signer.account, JSON.stringify(typed(data))] })
        .catch((failure: unknown) => {
          throw new Error(sentence(failure))
        })
      setState('sending')
      const opening = { quoteHash: quote.quoteHash, validAfter: 0, validBefore: Number(quote.sla.startBy), signature, sla: quote.sla }
      setOpened(await post<OpenedSla>('/v1/slas', JSON.stringify(opening), AbortSignal.timeout(120_000)))
    } catch (failure) {
      setProblem(told(failure))
      setState('open')
    }
  }
  return (
    <section className="card" aria-label={`Quote, ${quote.legs[0]?.class.toLowerCase() ?? ''}`}>
      <dl className="facts">
        <Fact name="Locks in all"><Money units={quote.total} token={quote} /></Fact>
        <Fact name="For the streams of pay"><Money units={quote.deposit} token={quote} /></Fact>
        <Fact name="For bytes read"><Money units={quote.egressEscrow} token={quote} /></Fact>
        <Fact name="In reserve for replacements"><Money units={quote.reserve} token={quote} /></Fact>
        <Fact name="Of it fees, at most"><Money units={quote.feeAtMost} token={quote} /></Fact>
        <Fact name="Providers risk"><Money units={quote.collateral} token={quote} /></Fact>
        <Fact name="Ends">{time(Number(quote.sla.endsAt))}</Fact>
        <Fact name="This wallet holds">{holds === undefined ? '…' : <Money units={holds} token={quote} />}</Fact>
        <Fact name="Terms"><Hash value={quote.quoteHash} /></Fact>
      </dl>
      <Table
        caption="Legs"
        rows={quote.legs}
        keyOf={(leg) => leg.providerId}
        empty="None."
        columns={[
          { title: 'Provider', cell: (leg) => <a href={`#/providers/${leg.providerId}`}>#{leg.providerId}</a> },
          { title: 'Class and region', cell: (leg) => `${leg.class.toLowerCase()}, ${leg.region}` },
          { title: 'Deposit', number: true, cell: (leg) => <Money units={leg.deposit} token={quote} /> },
          { title: 'For bytes read', number: true, cell: (leg) => <Money units={leg.egressEscrow} token={quote} /> },
          { title: 'Its collateral', number: true, cell: (leg) => (leg.collateral === '0' ? 'none: uncollateralised' : <Money units={leg.collateral} token={quote} />) },
        ]}
      />
      {opened !== undefined ? (
        <p role="status">
          Opened by transaction <Hash value={opened.transaction} />: <a href={`#/slas/${opened.slaId}`}>see the agreements and their pay</a>.
        </p>
      ) : left <= 0 ? (
        <p>
          The quote has expired; nothing was locked.{' '}
          <button type="button" onClick={again}>
            Quote again
          </button>
        </p>
      ) : (
        <p className="actions">
          <button type="button" className="main" disabled={state !== 'open' || short} onClick={() => void sign()}>
            Sign and lock <Money units={quote.total} token={quote} />
          </button>{' '}
          <span className="muted">
            {state === 'signing' ? 'The wallet asks you…' : state === 'sending' ? 'On its way to the chain…' : `Frozen for another ${left} s.`}
          </span>
        </p>
      )}
      {short && opened === undefined && (
        <p className="problem">The wallet holds less than that. Bring more {quote.symbol} to it and quote again, or wish for less.</p>
      )}
      {problem !== undefined && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
    </section>
  )
}

/** As wallets take it: with the domain's own type. */
function typed(data: ReturnType<typeof payment>) {
  const members = ['name', 'version', 'chainId', 'verifyingContract'].filter((name) => name in data.domain)
  const types: Record<string, string> = { name: 'string', version: 'string', chainId: 'uint256', verifyingContract: 'address' }
  return { ...data, types: { ...data.types, EIP712Domain: members.map((name) => ({ name, type: types[name] })) } }
}

/** What the wallet holds of a token, asked through its own node. */
/** What the wallet holds of a token; none while that is asked, or where nobody answers. */
export function useBalance(signer: Connected, token: string): bigint | undefined {
  const [holds, setHolds] = useState<bigint>()
  useEffect(() => {
    let current = true
    setHolds(undefined)
    if (token === '') return
    view(signer, token, call('balanceOf(address)', signer.account as `0x${string}`))
      .then(([units]) => current && setHolds(units))
      .catch(() => current && setHolds(undefined))
    return () => void (current = false)
  }, [signer, token])
  return holds
}

function told(failure: unknown): string {
  if (failure instanceof Error) return failure.message
  return 'It failed, and nobody said why. Nothing is known to be locked; look at the agreements before trying again.'
}
