import type { Certificate, Figures, Market, Network, Offer, QualityHistory, Score } from '../api'
import { bytes, percent, time } from '../format'
import { useLive, type Live } from '../live'
import { Await, Fact, Hash, Money, Table, tokenOf } from '../parts'
import { Plot } from '../plot'

type Token = Pick<Market, 'symbol' | 'decimals'>

const ORDERS: Record<string, string> = {
  RANK: 'the best rank first',
  PRICE: 'the cheapest first',
  UPTIME: 'the best measured uptime first',
  LATENCY: 'the best measured latency first',
  CAPACITY: 'the most free room first',
}

export function who(offer: { providerId: number; name?: string }): string {
  return offer.name === undefined ? `#${offer.providerId}` : `${offer.name} (#${offer.providerId})`
}

/** Offers in the order in which the API gives them. */
export function Offers({ offers, token, sort }: { offers: Offer[]; token: Token; sort: string }) {
  return (
    <Table
      caption={`Offers, ${ORDERS[sort]}`}
      rows={offers}
      keyOf={(offer) => offer.hash}
      empty="No live offer matches. Leave a filter away; offers appear as soon as a listed provider publishes one."
      columns={[
        { title: 'Provider', cell: (offer) => <a href={`#/offers/${offer.hash}`}>{who(offer)}</a> },
        { title: `Points of ${offers[0]?.score.of ?? ''}`, number: true, cell: (offer) => offer.score.points },
        { title: 'Class', cell: (offer) => offer.class.toLowerCase() },
        { title: 'Region', cell: (offer) => offer.region },
        { title: 'GiB-month', number: true, cell: (offer) => <Money units={offer.pricePerGibMonth} token={token} /> },
        { title: 'GiB read', number: true, cell: (offer) => <Money units={offer.egressPerGib} token={token} /> },
        { title: 'Free', number: true, cell: (offer) => bytes(offer.freeBytes) },
        { title: 'Uptime: promised', number: true, cell: (offer) => percent(offer.quality.uptimeBps) },
        {
          title: 'measured',
          number: true,
          cell: (offer) => (offer.measured === undefined ? 'not yet' : percent(offer.measured.uptimeBps)),
        },
        {
          title: '95 % within',
          number: true,
          cell: (offer) => (offer.measured === undefined ? 'not yet' : `${offer.measured.latencyP95} ms`),
        },
        { title: 'Certified', cell: (offer) => <Certified by={offer.certified} /> },
      ]}
    />
  )
}

/** Whether certifiers speak for somebody, and for what: told apart at a glance, and not by colour alone. */
export function Certified({ by }: { by: string[] }) {
  if (by.length === 0) return <span className="seal none">not certified</span>
  return (
    <span className="seal">
      <span aria-hidden="true">✓ </span>
      {scopes(by)}
    </span>
  )
}

export function scopes(all: string[]): string {
  return all.map((scope) => scope.toLowerCase().replace('_', ' ')).join(', ')
}

/** Why an offer stands where it stands. */
export function Reasons({ score }: { score: Score }) {
  return (
    <Table
      caption={`${score.points} of ${score.of} points, by table ${score.table}`}
      rows={score.parts}
      keyOf={(part) => part.criterion}
      empty=""
      columns={[
        { title: 'Criterion', cell: (part) => part.criterion.toLowerCase() },
        { title: 'Points', number: true, cell: (part) => `${part.points} of ${part.of}` },
        { title: 'Because', cell: (part) => part.why },
      ]}
    />
  )
}

/** What is promised beside what was measured. */
export function Quality({ offer }: { offer: Offer }) {
  const measured = offer.measured
  const rows = [
    ['Uptime', `at least ${percent(offer.quality.uptimeBps)}`, measured && percent(measured.uptimeBps)],
    [
      'Time to the first byte',
      `95 % within ${offer.quality.latencyMillisMax} ms`,
      measured && `half within ${measured.latencyP50} ms, 95 % within ${measured.latencyP95} ms, 99 % within ${measured.latencyP99} ms`,
    ],
    [
      'Throughput each way',
      offer.quality.throughputKibMin === 0 ? 'nothing' : `at least ${offer.quality.throughputKibMin} KiB/s`,
      throughput(measured),
    ],
    ['Wrong answers', `at most ${percent(offer.quality.errorBpsMax)}`, measured && percent(measured.errorBps)],
  ]
  return (
    <Table
      caption={
        measured === undefined
          ? 'Promised; nothing is measured yet'
          : `Promised beside measured: ${measured.probes} probes in ${measured.epochs} ${measured.epochs === 1 ? 'epoch' : 'epochs'} up to ${measured.newestEpoch}`
      }
      rows={rows}
      keyOf={(row) => row[0] ?? ''}
      empty=""
      columns={[
        { title: 'Figure', cell: (row) => row[0] },
        { title: 'Promised', cell: (row) => row[1] },
        { title: 'Measured', cell: (row) => row[2] ?? 'not measured' },
      ]}
    />
  )
}

function kib(speed: number | undefined): string {
  return speed === undefined ? '' : `${speed} KiB/s`
}

function throughput(measured: Figures | undefined): string | undefined {
  const ways = [
    measured?.throughputKib === undefined ? '' : `${kib(measured.throughputKib)} read`,
    measured?.writeKib === undefined ? '' : `${kib(measured.writeKib)} written`,
  ].filter((way) => way !== '')
  return ways.length === 0 ? undefined : ways.join(', ')
}

/** Measured quality over the epochs, with the reports it comes from. */
export function History({ history, offer }: { history: QualityHistory; offer: Offer }) {
  if (history.epochs.length === 0) {
    return <p className="empty">Nothing measured yet. Reporters measure a provider while an agreement with it runs.</p>
  }
  const of = (value: (epoch: QualityHistory['epochs'][number]) => number) =>
    history.epochs.map((epoch) => ({ epoch: epoch.epoch, value: value(epoch) }))
  return (
    <>
      <div className="plots">
        <Plot title="Uptime" points={of((one) => one.uptimeBps)} promised={offer.quality.uptimeBps} word={percent} />
        <Plot
          title="95 % answered within"
          points={of((one) => one.latencyP95)}
          promised={offer.quality.latencyMillisMax}
          word={(millis) => `${millis} ms`}
        />
        <Plot title="Wrong answers" points={of((one) => one.errorBps)} promised={offer.quality.errorBpsMax} word={percent} />
      </div>
      <details>
        <summary>Figures and reports of every epoch</summary>
        <Table
          caption="Measured, the newest epoch first"
          rows={history.epochs}
          keyOf={(epoch) => epoch.epoch}
          empty=""
          columns={[
            { title: 'Epoch', number: true, cell: (epoch) => epoch.epoch },
            { title: 'Probes', number: true, cell: (epoch) => epoch.probes },
            { title: 'Uptime', number: true, cell: (epoch) => percent(epoch.uptimeBps) },
            { title: 'p50', number: true, cell: (epoch) => `${epoch.latencyP50} ms` },
            { title: 'p95', number: true, cell: (epoch) => `${epoch.latencyP95} ms` },
            { title: 'p99', number: true, cell: (epoch) => `${epoch.latencyP99} ms` },
            { title: 'Read', number: true, cell: (epoch) => kib(epoch.throughputKib) },
            { title: 'Written', number: true, cell: (epoch) => kib(epoch.writeKib) },
            { title: 'Wrong', number: true, cell: (epoch) => percent(epoch.errorBps) },
            { title: 'Report', cell: (epoch) => <Report hash={epoch.report} reporters={history.reporters} /> },
            { title: 'Posted by', cell: (epoch) => <Hash value={epoch.transaction} /> },
          ]}
        />
      </details>
    </>
  )
}

/** A report at the first reporter's; any other one serves the same bytes. */
function Report({ hash, reporters }: { hash: string; reporters: string[] }) {
  const base = reporters.find((reporter) => /^https?:\/\//.test(reporter))
  if (base === undefined) return <Hash value={hash} />
  return (
    <a href={`${base.replace(/\/$/, '')}/v1/records/${hash}`} rel="noreferrer">
      <Hash value={hash} />
    </a>
  )
}

/** One offer with everything that speaks for or against it. */
export function OfferView({ hash, network }: { hash: string; network: Live<Network> }) {
  const offer = useLive<Offer>(`/v1/offers/${hash}`, 10)
  return (
    <>
      <p>
        <a href="#/">Marketplace</a>
      </p>
      <h1>Offer</h1>
      <Await live={offer}>{(found) => <Found offer={found} network={network.value} />}</Await>
    </>
  )
}

function Found({ offer, network }: { offer: Offer; network: Network | undefined }) {
  const token = tokenOf(network, Number(offer.offer.market))
  const history = useLive<QualityHistory>(`/v1/providers/${offer.providerId}/quality`, 30)
  const certificates = useLive<{ certificates: Certificate[] }>(`/v1/certificates?provider=${offer.providerId}`, 30)
  return (
    <>
      <dl className="facts">
        <Fact name="Provider">{who(offer)}</Fact>
        <Fact name="Listing">{offer.standing}</Fact>
        <Fact name="Certified">
          <Certified by={offer.certified} />
        </Fact>
        <Fact name="Class and region">{`${offer.class.toLowerCase()}, ${offer.region}`}</Fact>
        <Fact name="GiB-month">
          <Money units={offer.pricePerGibMonth} token={token} />
        </Fact>
        <Fact name="GiB read">
          <Money units={offer.egressPerGib} token={token} />
        </Fact>
        <Fact name="Free">{`${bytes(offer.freeBytes)} of ${bytes(offer.capacityBytes)}`}</Fact>
        <Fact name="Bonded stake">
          <Money units={offer.bondedStake} token={token} />
        </Fact>
        <Fact name="Valid until">{time(offer.expiry)}</Fact>
      </dl>
      <h2>Why it stands where it stands</h2>
      <Reasons score={offer.score} />
      <h2>Quality</h2>
      <Quality offer={offer} />
      <Await live={history}>{(found) => <History history={found} offer={offer} />}</Await>
      <h2>Evidence</h2>
      <dl className="facts">
        <Fact name="Signed offer (EIP-712 digest)">
          <Hash value={offer.hash} />
        </Fact>
        <Fact name="Registered in transaction">
          <Hash value={offer.registration} />
        </Fact>
      </dl>
      <Await live={certificates}>
        {(list) => (
          <Table
            caption="Certificates"
            rows={list.certificates}
            keyOf={(certificate) => certificate.id}
            empty="No certifier has spoken for this provider."
            columns={[
              { title: 'Scopes', cell: (certificate) => scopes(certificate.scopes) },
              { title: 'State', cell: (certificate) => (certificate.valid ? 'valid' : certificate.state.toLowerCase()) },
              { title: 'Until', cell: (certificate) => time(certificate.validUntil) },
              { title: 'Issuer', cell: (certificate) => <Hash value={certificate.issuer} /> },
              { title: 'Hash of the documents', cell: (certificate) => <Hash value={certificate.evidenceHash} /> },
              {
                title: 'Newest transaction',
                cell: (certificate) => <Hash value={certificate.history.at(-1)?.transaction ?? ''} />,
              },
            ]}
          />
        )}
      </Await>
    </>
  )
}
