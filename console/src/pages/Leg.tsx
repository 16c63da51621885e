import { perSecondMicro, unproven } from '../agreement'
import type { Agreement, Network, QualityHistory } from '../api'
import { amount, bytes, earned, percent, perDay, ranges, time } from '../format'
import { useLive, useNow } from '../live'
import { Await, Fact, Money, State, tokenOf } from '../parts'
import { Plot } from '../plot'
import { useSigner } from '../wallet/useWallet'
import { LegActions } from './LegActions'

/** What a provider promised with the offer of a leg. */
export interface Promised {
  uptimeBps: number
  latencyMillisMax: number
  errorBpsMax: number
}

/** One agreement: the stream of its pay, its figures, its quality, and what its consumer may do. */
export function Leg(props: { agreement: Agreement; network: Network | undefined; market: number; consumer: string; promised: Promised | undefined }) {
  const { agreement, network, market } = props
  const token = tokenOf(network, market)
  const signer = useSigner(network)
  const own = signer !== undefined && signer.account.toLowerCase() === props.consumer.toLowerCase()
  const full = network?.markets.find((one) => one.id === market)
  const heading = `leg-${agreement.id}`
  return (
    <section className="card" aria-labelledby={heading}>
      <h2 id={heading}>
        Piece {agreement.legIndex} at provider <a href={`#/providers/${agreement.providerId}`}>#{agreement.providerId}</a> <State name={agreement.state} />
      </h2>
      <Stream agreement={agreement} network={network} token={token} />
      <dl className="facts">
        <Fact name="Paid by settlements"><Money units={agreement.paid} token={token} /></Fact>
        <Fact name="Deposit"><Money units={agreement.deposit} token={token} /></Fact>
        <Fact name="Still locked"><Money units={agreement.remaining} token={token} /></Fact>
        <Fact name="Held back for quality"><Money units={agreement.credited} token={token} /></Fact>
        <Fact name="Given back"><Money units={agreement.refunded} token={token} /></Fact>
        <Fact name="Paid for bytes read"><Money units={agreement.egressPaid} token={token} /></Fact>
        <Fact name="Collateral">{agreement.collateral === '0' ? 'none: uncollateralised' : <Money units={agreement.collateral} token={token} />}</Fact>
        <Fact name="Slashed"><Money units={agreement.slashed} token={token} /></Fact>
        <Fact name="Reserved">{bytes(agreement.capacityBytes)}</Fact>
        <Fact name="Stored">{agreement.leaves === undefined ? 'nothing yet' : bytes(BigInt(agreement.leaves) * 256n)}</Fact>
        <Fact name="Epochs that pay">{agreement.startEpoch === undefined ? 'not started' : `${agreement.startEpoch}–${agreement.endEpoch - 1}`}</Fact>
        {agreement.startEpoch !== undefined && network !== undefined && (
          <Fact name={agreement.state === 'NOTICE' ? 'Ends, by notice' : 'Ends'}>{time(network.schedule.genesis + agreement.endEpoch * network.schedule.epochSeconds)}</Fact>
        )}
        <Fact name="Pays a day"><Money units={perDay(agreement.rate)} token={token} /></Fact>
        {agreement.nextRate !== undefined && (
          <Fact name={`Pays a day from epoch ${agreement.nextRateFrom} on`}><Money units={perDay(agreement.nextRate)} token={token} /></Fact>
        )}
        {agreement.renewals > 0 && <Fact name="Extended">{agreement.renewals === 1 ? 'once' : `${agreement.renewals} times`}</Fact>}
        <Fact name="Confirmed epochs">{ranges(agreement.confirmedEpochs)}</Fact>
        <Fact name="Missed epochs">{ranges(agreement.missedEpochs)}</Fact>
        <Fact name="Last settlement">{agreement.settledAt === undefined ? 'none yet' : time(agreement.settledAt)}</Fact>
        <Fact name="Agreement"><code className="whole">{agreement.id}</code></Fact>
      </dl>
      {agreement.startEpoch !== undefined && <Measured agreement={agreement} promised={props.promised} />}
      {own && network !== undefined && full !== undefined && <LegActions agreement={agreement} network={network} market={full} signer={signer} />}
    </section>
  )
}

/** The pay by the second: what settlements confirmed, and beside it what runs on until somebody has proven it. */
function Stream(props: { agreement: Agreement; network: Network | undefined; token: { symbol: string; decimals: number } }) {
  const { agreement, network, token } = props
  const now = useNow()
  const paid = BigInt(agreement.paid)
  const sofar = network === undefined ? paid : earned(agreement, network.schedule, now)
  const deposit = BigInt(agreement.deposit)
  const share = (part: bigint) => (deposit === 0n ? 0 : Number((part * 10_000n) / deposit) / 100)
  const streams = agreement.state === 'ACTIVE' || agreement.state === 'NOTICE'
  const waiting = network === undefined || !streams ? [] : unproven(agreement, network.schedule, now)
  return (
    <div className="stream">
      <span className="label">
        {streams ? `Earned so far, ${amount(perSecondMicro(agreement.rate), token.decimals + 6)} ${token.symbol} a second` : 'Earned'}
      </span>
      <Money units={sofar} token={token} />
      <span className="bar" aria-hidden="true">
        <span className="paid" style={{ width: `${share(paid)}%` }} />
        <span className="accrued" style={{ width: `${share(sofar - paid)}%` }} />
      </span>
      <span className="split">
        <span>
          <span className="key paid" aria-hidden="true" /> confirmed and paid <Money units={paid} token={token} />
        </span>
        {streams && (
          <span>
            <span className="key accrued" aria-hidden="true" /> accrued, paid when proven <Money units={sofar - paid} token={token} />
          </span>
        )}
      </span>
      {waiting.length > 0 && (
        <span className="muted">{waiting.length === 1 ? `Epoch ${waiting[0]} is over and not proven yet.` : `Epochs ${ranges(waiting)} are over and not proven yet.`}</span>
      )}
      {agreement.missedEpochs.length > 0 && (
        <span className="missed">
          {agreement.missedEpochs.length === 1 ? 'Epoch' : 'Epochs'} {ranges(agreement.missedEpochs)} went unproven: nothing is paid for that.
        </span>
      )}
    </div>
  )
}

/** What reporters measured of the provider since the agreement began, against what its offer promised. */
function Measured({ agreement, promised }: { agreement: Agreement; promised: Promised | undefined }) {
  const history = useLive<QualityHistory>(`/v1/providers/${agreement.providerId}/quality?limit=60`, 20)
  return (
    <details>
      <summary>Quality</summary>
      <Await live={history}>
        {(found) => {
          const epochs = found.epochs.filter((one) => one.epoch >= (agreement.startEpoch ?? 0) && one.epoch < agreement.endEpoch)
          if (epochs.length === 0) return <p className="muted">No report of these epochs is there yet.</p>
          const points = (value: (one: (typeof epochs)[number]) => number) => epochs.map((one) => ({ epoch: one.epoch, value: value(one) }))
          return (
            <>
              {promised === undefined && (
                <p className="muted">What was promised stands in the signed offer of this leg, which is in no quote: it replaced another one.</p>
              )}
              <div className="plots">
                <Plot title="Uptime" points={points((one) => one.uptimeBps)} promised={promised?.uptimeBps} word={percent} />
                <Plot title="95 % answered within" points={points((one) => one.latencyP95)} promised={promised?.latencyMillisMax} word={(millis) => `${millis} ms`} />
                <Plot title="Wrong answers" points={points((one) => one.errorBps)} promised={promised?.errorBpsMax} word={percent} />
              </div>
            </>
          )
        }}
      </Await>
    </details>
  )
}
