import { useState } from 'react'
import { bytes, duration, percent, time } from '../format'
import { useLive, type Live } from '../live'
import { Await, Fact, Hash, Pager, State, Table } from '../parts'
import { scopes } from './Offers'

export interface Criteria {
  name: string
  documents: { scope: string; kind: string; of: string[] }[]
  campaign: {
    seconds: number
    everySeconds: number
    probesMin: number
    runsMin: number
    uptimeBps: number
    latencyMillisMax: number
    throughputKibMin: number
    errorBpsMax: number
  }
  validitySecondsMax: number
}

export interface Application {
  id: string
  state: string
  owner: string
  manifest: {
    providerId: number
    certifier: string
    criteria: string
    scopes: string[]
    documents: { kind: string; sha256: string; bytes: number; validUntil?: number }[]
    madeAt: number
  }
  received: string[]
  certificateId?: number
  history: { state: string; at: number; by?: string; reason?: string; hash?: string; transaction?: string }[]
}

interface ApplicationPage {
  applications: Application[]
  next?: string
}

export const spoken = (word: string) => word.toLowerCase().replaceAll('_', ' ')

/** What certificates need, who gives them, and who asked for one. */
export function Certification() {
  const [cursors, setCursors] = useState<string[]>([])
  const cursor = cursors.at(-1)
  const applications = useLive<ApplicationPage>(`/v1/applications?limit=20${cursor === undefined ? '' : `&cursor=${cursor}`}`, 10)
  return (
    <>
      <p>
        <a href="#/providers">Register</a>
      </p>
      <h1>Certification</h1>
      <p>
        A member applies with documents that only the certifier can read; a node is measured before it is certified, and what is not known never passes.
        Who decided what, and why, is here for everybody. To apply, open your own member&apos;s page in the <a href="#/providers">register</a> and connect the
        wallet that owns it.
      </p>
      {applications.problem?.status === 404 ? (
        <p className="empty">This platform takes no applications. Certificates lie on the chain, and stand at each member.</p>
      ) : (
        <Book applications={applications} cursors={cursors} go={setCursors} />
      )}
    </>
  )
}

function Book(props: { applications: Live<ApplicationPage>; cursors: string[]; go: (cursors: string[]) => void }) {
  const criteria = useLive<{ current: string; versions: Criteria[] }>('/v1/criteria', 600)
  const certifiers = useLive<{ certifiers: { wallet: string; scopes: string[]; setAt: number }[] }>('/v1/certifiers', 30)
  return (
    <>
      <Await live={props.applications}>
        {(page) => (
          <>
            <Applications rows={page.applications} caption="Applications, the newest first" empty="Nobody has applied yet." />
            <Pager what="applications" back="Newer" onward="Older" place={{ cursors: props.cursors, go: props.go }} next={page.next} />
          </>
        )}
      </Await>
      <Await live={criteria}>{(book) => <Needs criteria={book.versions.find((one) => one.name === book.current)} />}</Await>
      <Await live={certifiers}>
        {(list) => (
          <Table
            caption="Certifiers that take applications here"
            rows={list.certifiers}
            keyOf={(one) => one.wallet}
            empty="No certifier has set a key to seal documents for: flashback certifier key does that."
            columns={[
              { title: 'Certifier', cell: (one) => <code className="whole">{one.wallet}</code> },
              { title: 'May certify', cell: (one) => scopes(one.scopes) || 'nothing any more' },
              { title: 'Since', cell: (one) => time(one.setAt) },
            ]}
          />
        )}
      </Await>
    </>
  )
}

/** Applications, of everybody or of one member. */
export function Applications({ rows, caption, empty }: { rows: Application[]; caption: string; empty: string }) {
  return (
    <Table
      caption={caption}
      rows={rows}
      keyOf={(one) => one.id}
      empty={empty}
      columns={[
        { title: 'Application', cell: (one) => <a href={`#/certification/${one.id}`}><Hash value={one.id} /></a> },
        { title: 'Member', cell: (one) => <a href={`#/providers/${one.manifest.providerId}`}>#{one.manifest.providerId}</a> },
        { title: 'For', cell: (one) => scopes(one.manifest.scopes) },
        { title: 'State', cell: (one) => <State name={spoken(one.state)} /> },
        { title: 'Made', cell: (one) => time(one.manifest.madeAt) },
        { title: 'Because', cell: (one) => one.history.at(-1)?.reason ?? '–' },
      ]}
    />
  )
}

function Needs({ criteria }: { criteria: Criteria | undefined }) {
  if (criteria === undefined) return <p className="empty">This platform names no criteria that count.</p>
  const { campaign } = criteria
  return (
    <>
      <Table
        caption={`What certificates need: ${criteria.name}`}
        rows={criteria.documents}
        keyOf={(one) => `${one.scope} ${one.kind}`}
        empty="No documents."
        columns={[
          { title: 'Certificate', cell: (one) => spoken(one.scope) },
          { title: 'Document', cell: (one) => spoken(one.kind) },
          { title: 'Of', cell: (one) => one.of.map(spoken).join(' and ') },
        ]}
      />
      <p className="muted">
        Measured quality: {duration(campaign.seconds)} of probes, one every {duration(campaign.everySeconds)}, at least {campaign.probesMin} of them; at least{' '}
        {percent(campaign.uptimeBps)} answered, 95 % within {campaign.latencyMillisMax} ms, {campaign.throughputKibMin} KiB/s in the middle of at least{' '}
        {campaign.runsMin} transfers, at most {percent(campaign.errorBpsMax)} wrong. A certificate holds {duration(criteria.validitySecondsMax)} at most.
      </p>
    </>
  )
}

/** One application: what was handed in, what was found, and every step with its reason. */
export function ApplicationView({ id }: { id: string }) {
  const found = useLive<Application>(`/v1/applications/${encodeURIComponent(id)}`, 5)
  return (
    <>
      <p>
        <a href="#/certification">Certification</a>
      </p>
      <h1>Application</h1>
      <Await live={found}>{(one) => <Details application={one} />}</Await>
    </>
  )
}

function Details({ application }: { application: Application }) {
  const { manifest, history } = application
  const certified = history.find((step) => step.state === 'CERTIFIED' && step.hash !== undefined)
  return (
    <>
      <dl className="facts">
        <Fact name="State"><State name={spoken(application.state)} /></Fact>
        <Fact name="Member"><a href={`#/providers/${manifest.providerId}`}>#{manifest.providerId}</a></Fact>
        <Fact name="For">{scopes(manifest.scopes)}</Fact>
        <Fact name="By the criteria">{manifest.criteria}</Fact>
        <Fact name="Certifier"><code className="whole">{manifest.certifier}</code></Fact>
        <Fact name="Certificate">{application.certificateId === undefined ? 'none' : `#${application.certificateId}`}</Fact>
      </dl>
      <Table
        caption="Documents, sealed for the certifier"
        rows={manifest.documents}
        keyOf={(one) => one.sha256}
        empty="None was needed."
        columns={[
          { title: 'Document', cell: (one) => spoken(one.kind) },
          { title: 'Handed in', cell: (one) => (application.received.includes(one.sha256) ? 'yes' : 'not here') },
          { title: 'Expires', cell: (one) => (one.validUntil === undefined ? 'does not' : time(one.validUntil)) },
          { title: 'Sealed', number: true, cell: (one) => bytes(BigInt(one.bytes)) },
          { title: 'SHA-256 of it', cell: (one) => <Hash value={one.sha256} /> },
        ]}
      />
      {certified?.hash !== undefined && <EvidenceOf hash={certified.hash} />}
      <Table
        caption="Steps"
        rows={history.map((step, place) => ({ ...step, place }))}
        keyOf={(step) => step.place}
        empty="None."
        columns={[
          { title: 'At', cell: (step) => time(step.at) },
          { title: 'State then', cell: (step) => spoken(step.state) },
          { title: 'By', cell: (step) => (step.by === undefined ? 'time alone' : <Hash value={step.by} />) },
          { title: 'Because', cell: (step) => step.reason ?? '–' },
          { title: 'Transaction', cell: (step) => (step.transaction === undefined ? '–' : <Hash value={step.transaction} />) },
        ]}
      />
    </>
  )
}

interface Evidence {
  measured?: {
    from: number
    until: number
    probes: number
    answered: number
    wrong: number
    uptimeBps?: number
    errorBps?: number
    latencyMillisP50?: number
    latencyMillisP95?: number
    latencyMillisP99?: number
    throughputKib?: number
    samples: string
  }
  findings: { scope: string; criterion: string; outcome: string; why: string }[]
}

/** What the certifier found, as the evidence says whose hash the certificate names on the chain. */
function EvidenceOf({ hash }: { hash: string }) {
  const text = useLive<{ document: string }>(`/v1/evidence/${hash}`, 600)
  return (
    <>
      <h2>What was found</h2>
      <Await live={text}>
        {(found) => {
          const evidence = evidenceOf(found.document)
          return evidence === undefined ? <pre tabIndex={0}>{found.document.slice(0, 10_000)}</pre> : <Findings evidence={evidence} />
        }}
      </Await>
      <p className="muted">
        Keccak-256 on the chain: <Hash value={hash} />
      </p>
    </>
  )
}

/** None where a certifier published something else than evidence. */
export function evidenceOf(document: string): Evidence | undefined {
  try {
    const parsed = JSON.parse(document) as Partial<Evidence> | null
    return Array.isArray(parsed?.findings) ? (parsed as Evidence) : undefined
  } catch {
    return undefined
  }
}

function Findings({ evidence }: { evidence: Evidence }) {
  const { measured } = evidence
  const or = (value: number | undefined, unit: (value: number) => string) => (value === undefined ? 'unknown' : unit(value))
  const millis = (value: number) => `${value} ms`
  return (
    <>
      {measured !== undefined && (
        <dl className="facts">
          <Fact name="Measured">{`${time(measured.from)} – ${time(measured.until)}`}</Fact>
          <Fact name="Probes">{`${measured.answered} of ${measured.probes} answered, ${measured.wrong} wrong`}</Fact>
          <Fact name="Uptime">{or(measured.uptimeBps, percent)}</Fact>
          <Fact name="Wrong answers">{or(measured.errorBps, percent)}</Fact>
          <Fact name="Half within">{or(measured.latencyMillisP50, millis)}</Fact>
          <Fact name="95 % within">{or(measured.latencyMillisP95, millis)}</Fact>
          <Fact name="99 % within">{or(measured.latencyMillisP99, millis)}</Fact>
          <Fact name="Throughput">{or(measured.throughputKib, (value) => `${value} KiB/s`)}</Fact>
        </dl>
      )}
      <Table
        caption="Criteria"
        rows={evidence.findings}
        keyOf={(one) => `${one.scope} ${one.criterion}`}
        empty="None."
        columns={[
          { title: 'Certificate', cell: (one) => spoken(one.scope) },
          { title: 'Criterion', cell: (one) => one.criterion },
          { title: 'Met', cell: (one) => <span className={one.outcome === 'MET' ? 'good' : 'missed'}>{one.outcome === 'MET' ? '✓ met' : spoken(one.outcome)}</span> },
          { title: 'Because', cell: (one) => one.why },
        ]}
      />
    </>
  )
}
