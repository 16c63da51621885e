import { useState } from 'react'
import type { Member, Network, OfferPage, Provider, QualityHistory } from '../api'
import { percent, time } from '../format'
import { useLive, type Live } from '../live'
import { Await, Fact, Hash, Money, Pager, State, Table, tokenOf } from '../parts'
import { Apply } from './Apply'
import { Applications, type Application } from './Certification'
import { Desk } from './Desk'
import { Certified, Offers, scopes } from './Offers'
import { Ratings } from './Ratings'
import { ServicesOf } from './Services'
import { listingPaid } from './Subscription'

const ROWS = 50
const SERVICES = new Set(['MIGRATION', 'ANALYTICS', 'COMPLIANCE'])

/** Everybody in the register, found by number, kind or address. */
export function Register({ network }: { network: Live<Network> }) {
  const providers = useLive<{ providers: Provider[] }>('/v1/providers', 10)
  const [wanted, setWanted] = useState('')
  const [starts, setStarts] = useState<string[]>([])
  return (
    <>
      <h1>Register</h1>
      <p>
        Who may offer, report and certify. It lies on the chain; anyone can compute it again from there.{' '}
        <a href="#/certification">How members get certificates</a>
      </p>
      <form className="filters" role="search" aria-label="Members" onSubmit={(event) => event.preventDefault()}>
        <label>
          Number, kind or address
          <input type="search" value={wanted} onChange={(event) => (setWanted(event.target.value), setStarts([]))} />
        </label>
      </form>
      <Await live={providers}>
        {(list) => {
          const found = list.providers.filter((one) => matches(one, wanted))
          const start = Number(starts.at(-1) ?? 0)
          const next = start + ROWS < found.length ? `${start + ROWS}` : undefined
          return (
            <>
              <p role="status" className="muted">
                {found.length === 1 ? '1 member' : `${found.length} members`}
              </p>
              <Providers providers={found.slice(start, start + ROWS)} network={network.value} any={list.providers.length > 0} />
              <Pager what="members" back="Back" onward="More" place={{ cursors: starts, go: setStarts }} next={next} />
            </>
          )
        }}
      </Await>
    </>
  )
}

/** Whether somebody who types this looks for that member. */
export function matches(provider: Provider, wanted: string): boolean {
  const words = wanted.trim().toLowerCase()
  if (words === '') return true
  if (/^#?\d+$/.test(words)) return provider.id === Number(words.replace('#', ''))
  return [...provider.kinds, provider.endpoint, provider.owner, provider.payout, provider.nodeKey, ...provider.certified].some((text) =>
    text.toLowerCase().includes(words),
  )
}

function Providers(props: { providers: Provider[]; network: Network | undefined; any: boolean }) {
  const token = tokenOf(props.network, 1)
  return (
    <Table
      caption="Members of the register"
      rows={props.providers}
      keyOf={(provider) => provider.id}
      empty={props.any ? 'Nobody matches. Look for a number such as 3, a kind such as direct, or an address.' : 'Nobody has registered yet.'}
      columns={[
        { title: 'Id', cell: (provider) => <a href={`#/providers/${provider.id}`}>#{provider.id}</a> },
        { title: 'Kind', cell: (provider) => provider.kinds.join(', ').toLowerCase() },
        { title: 'Listed', cell: (provider) => <State name={provider.listed ? 'LISTED' : 'UNLISTED'} /> },
        { title: 'Status', cell: (provider) => provider.status.toLowerCase() },
        { title: 'Certified', cell: (provider) => <Certified by={provider.certified} /> },
        { title: 'Free stake', number: true, cell: (provider) => <Money units={provider.freeStake} token={token} /> },
        { title: 'Collateral', number: true, cell: (provider) => <Money units={provider.committedStake} token={token} /> },
        { title: 'Epochs proven', number: true, cell: (provider) => provider.confirmedEpochs },
        { title: 'Reputation', number: true, cell: (provider) => provider.reputation?.points ?? '–' },
        { title: 'Penalties', number: true, cell: (provider) => provider.missedEpochs },
      ]}
    />
  )
}

/** One member: where it stands, what it has bonded, offers and proved, and everything that became of it. */
export function MemberView({ id, network }: { id: string; network: Live<Network> }) {
  const member = useLive<Member>(`/v1/providers/${encodeURIComponent(id)}`, 5)
  return (
    <>
      <p>
        <a href="#/providers">Register</a>
      </p>
      <h1>Member #{id}</h1>
      <Await live={member}>{(found) => <Found member={found} network={network.value} />}</Await>
    </>
  )
}

function Found({ member, network }: { member: Member; network: Network | undefined }) {
  const token = tokenOf(network, 1)
  const quality = useLive<QualityHistory>(`/v1/providers/${member.id}/quality?limit=30`, 30)
  const offers = useLive<OfferPage>(`/v1/offers?search=${member.id}&limit=200`, 10)
  const applications = useLive<{ applications: Application[] }>(`/v1/applications?provider=${member.id}&limit=20`, 30)
  const serves = member.kinds.some((kind) => SERVICES.has(kind))
  const provides = !serves && member.kinds.some((kind) => kind !== 'REPORTER')
  return (
    <>
      <dl className="facts">
        <Fact name="Listed"><State name={member.listed ? 'LISTED' : 'UNLISTED'} /></Fact>
        <Fact name="Status">{member.status.toLowerCase()}</Fact>
        <Fact name="Certified"><Certified by={member.certified} /></Fact>
        <Fact name="Kind">{member.kinds.join(', ').toLowerCase()}</Fact>
        <Fact name="Listing paid until">{listingPaid(member.paidUntil, Date.now() / 1000)}</Fact>
        <Fact name="Stake that is free"><Money units={member.freeStake} token={token} /></Fact>
        <Fact name="Stake that is collateral"><Money units={member.committedStake} token={token} /></Fact>
        <Fact name="Epochs proven">{member.confirmedEpochs}</Fact>
        <Fact name="Penalties">{member.missedEpochs}</Fact>
        <Fact name="Reputation">{member.reputation === undefined ? 'being computed' : `${member.reputation.points} of 100`}</Fact>
        <Fact name="Node"><code>{member.endpoint}</code></Fact>
        <Fact name="Owner"><code className="whole">{member.owner}</code></Fact>
        <Fact name="Earnings go to"><code className="whole">{member.payout}</code></Fact>
      </dl>
      <Await live={quality}>{(found) => <Health history={found} />}</Await>
      <Await live={offers}>
        {(page) => <Offers offers={page.offers.filter((offer) => offer.providerId === member.id)} token={token} sort="RANK" />}
      </Await>
      {provides && <Desk member={member} network={network} />}
      {serves && network !== undefined && <ServicesOf provider={member.id} network={network} />}
      {serves && <Ratings provider={member.id} />}
      <h2>History</h2>
      <Table
        caption="Status"
        rows={member.history}
        keyOf={(entry) => entry.transaction + entry.status}
        empty="It never changed."
        columns={[
          { title: 'Since', cell: (entry) => time(entry.at) },
          { title: 'Status', cell: (entry) => entry.status.toLowerCase() },
          { title: 'Until', cell: (entry) => (entry.until === undefined ? '–' : time(entry.until)) },
          { title: 'Transaction', cell: (entry) => <Hash value={entry.transaction} /> },
        ]}
      />
      <Table
        caption="Payments for the listing"
        rows={member.subscriptions}
        keyOf={(entry) => entry.transaction}
        empty="Nothing was paid for the listing: it stands by stake, or does not stand."
        columns={[
          { title: 'Paid', cell: (entry) => time(entry.at) },
          { title: 'Amount', number: true, cell: (entry) => <Money units={entry.amount} token={token} /> },
          { title: 'Until', cell: (entry) => time(entry.paidUntil) },
          { title: 'Transaction', cell: (entry) => <Hash value={entry.transaction} /> },
        ]}
      />
      {applications.problem?.status !== 404 && (
        <Await live={applications}>
          {(page) => <Applications rows={page.applications} caption="Applications for certificates" empty="This member has never applied for one." />}
        </Await>
      )}
      {network !== undefined && applications.value !== undefined && <Apply member={member} network={network} service={serves} />}
      <Table
        caption="Certificates"
        rows={member.certificates}
        keyOf={(entry) => entry.id}
        empty="No certifier has spoken for this member."
        columns={[
          { title: 'Scopes', cell: (entry) => scopes(entry.scopes) },
          { title: 'State', cell: (entry) => (entry.valid ? 'valid' : entry.state.toLowerCase()) },
          { title: 'Until', cell: (entry) => time(entry.validUntil) },
          { title: 'Hash of the documents', cell: (entry) => <Hash value={entry.evidenceHash} /> },
          { title: 'Newest transaction', cell: (entry) => <Hash value={entry.history.at(-1)?.transaction ?? ''} /> },
        ]}
      />
    </>
  )
}

/** How the node does, as reporters saw it last: nobody's own word. */
function Health({ history }: { history: QualityHistory }) {
  const newest = history.epochs[0]
  if (newest === undefined) return <p className="muted">No reporter has measured it: that begins with its first agreement.</p>
  return (
    <p>
      Reporters saw it last in epoch {newest.epoch}: {percent(newest.uptimeBps)} of {newest.probes} probes answered, half within{' '}
      {newest.latencyP50} ms and 95 % within {newest.latencyP95} ms, {percent(newest.errorBps)} wrong.
    </p>
  )
}
