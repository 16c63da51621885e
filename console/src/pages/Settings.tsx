import { useState } from 'react'
import { session, signIn, type Invitation, type Organisation, type Session } from '../account'
import { read, write, type Network } from '../api'
import { time } from '../format'
import type { Live } from '../live'
import { Fact, Table } from '../parts'
import { useSigner } from '../wallet/useWallet'
import { Problem, useAsked } from './Buckets'
import { Step } from './LegActions'
import { OrganisationView } from './OrganisationView'

/** Who one is to the platform: session, organisations and what belongs to them. */
export function Settings({ network, place }: { network: Live<Network>; place: string | undefined }) {
  const now = useAsked(session, 'session')
  return (
    <>
      <h1>Settings</h1>
      <Problem text={now.problem} />
      {now.value === undefined && now.problem === undefined && <p className="muted">Loading…</p>}
      {now.value === null && <SignIn network={network.value} again={now.again} />}
      {now.value !== undefined && now.value !== null && <SignedIn session={now.value} place={place} again={now.again} />}
    </>
  )
}

function SignIn({ network, again }: { network: Network | undefined; again: () => void }) {
  const signer = useSigner(network)
  return (
    <>
      <p>
        Browsing, designing and opening need no account. Organisations, keys for programs and the audit log do: sign in with your wallet. That is a
        signature over a text, and moves nothing.
      </p>
      {signer === undefined ? (
        <p className="muted">Connect a wallet above first.</p>
      ) : (
        <Step name="Sign in" what={`As ${signer.account}, for a day.`} done="Signed in." act={() => signIn(signer).then(again)} />
      )}
    </>
  )
}

function SignedIn({ session: who, place, again }: { session: Session; place: string | undefined; again: () => void }) {
  const organisations = useAsked((signal) => read<{ organisations: Organisation[] }>('/v1/organisations', signal), `organisations ${who.wallet}`)
  const invitations = useAsked((signal) => read<{ invitations: Invitation[] }>('/v1/invitations', signal), `invitations ${who.wallet}`)
  const chosen = organisations.value?.organisations.find((one) => one.id === place)
  const anew = () => (organisations.again(), invitations.again())
  return (
    <>
      <dl className="facts">
        <Fact name="Signed in as"><code className="whole">{who.wallet}</code></Fact>
        <Fact name="Until">{time(who.expiresAt)}</Fact>
      </dl>
      <Step name="Sign out" what="Ends this session here and at the platform." done="Signed out." act={() => write('DELETE', '/v1/sessions/current').then(again)} />
      <Problem text={organisations.problem ?? invitations.problem} />
      {(invitations.value?.invitations.length ?? 0) > 0 && <Invitations all={invitations.value?.invitations ?? []} anew={anew} />}
      {organisations.value !== undefined && (
        <Table
          caption="Your organisations"
          rows={organisations.value.organisations}
          keyOf={(one) => one.id}
          empty="You belong to none. Make one below, or wait to be invited by your wallet's address."
          columns={[
            { title: 'Organisation', cell: (one) => <a href={`#/settings/${one.id}`} aria-current={one.id === place ? 'true' : undefined}>{one.name}</a> },
            { title: 'Your role', cell: (one) => one.role?.toLowerCase() ?? '' },
            { title: 'Since', cell: (one) => time(one.createdAt) },
          ]}
        />
      )}
      <NewOrganisation anew={anew} />
      {chosen !== undefined && <OrganisationView key={chosen.id} organisation={chosen} wallet={who.wallet} anew={anew} />}
    </>
  )
}

function NewOrganisation({ anew }: { anew: () => void }) {
  const [name, setName] = useState('')
  const act = () => write('POST', '/v1/organisations', { name: name.trim() }).then(() => (setName(''), anew()))
  return (
    <Step name="Make an organisation" what="You become its owner." done="It is there." act={act}>
      <label>
        Name
        <input value={name} maxLength={80} autoComplete="organization" onChange={(event) => setName(event.target.value)} />
      </label>
    </Step>
  )
}

function Invitations({ all, anew }: { all: Invitation[]; anew: () => void }) {
  return (
    <ul>
      {all.map((one) => (
        <li key={one.organisation}>
          {one.organisationName} invites you as {one.role.toLowerCase()}, until {time(one.expiresAt)}.
          <Step name={`Join ${one.organisationName}`} what="" done="You belong to it." act={() => write('POST', `/v1/invitations/${one.organisation}/acceptance`).then(anew)} />
          <Step name={`Decline ${one.organisationName}`} what="" done="Declined." act={() => write('DELETE', `/v1/invitations/${one.organisation}`).then(anew)} />
        </li>
      ))}
    </ul>
  )
}
