import { useState } from 'react'
import type { ApiKey, AuditPage, Invitation, Organisation, Role } from '../account'
import { read, write } from '../api'
import { time } from '../format'
import { Pager, Table } from '../parts'
import { Problem, useAsked } from './Buckets'
import { Step } from './LegActions'
import { Webhooks } from './Webhooks'

const ROLES: Role[] = ['OWNER', 'ADMIN', 'MEMBER', 'AUDITOR']
const SCOPES = ['organisation:read', 'keys:read', 'audit:read', 'webhooks:read', 'webhooks:write']
const DAY_SECONDS = 86_400

interface Given {
  organisation: Organisation
  wallet: string
  anew: () => void
}

/** One organisation: members, keys for programs, webhooks, and who did what. */
export function OrganisationView(given: Given) {
  const { organisation } = given
  const leads = organisation.role === 'OWNER' || organisation.role === 'ADMIN'
  return (
    <section aria-labelledby="organisation">
      <h2 id="organisation">{organisation.name}</h2>
      <Members {...given} leads={leads} />
      <Keys organisation={organisation} leads={leads} />
      <Webhooks organisation={organisation} leads={leads} />
      {(leads || organisation.role === 'AUDITOR') && <Audit organisation={organisation} />}
    </section>
  )
}

const base = (organisation: Organisation) => `/v1/organisations/${encodeURIComponent(organisation.id)}`

function Members({ organisation, wallet, anew, leads }: Given & { leads: boolean }) {
  const members = useAsked((signal) => read<{ members: { wallet: string; role: Role; since: number }[] }>(`${base(organisation)}/members`, signal), organisation.id)
  const invited = useAsked((signal) => read<{ invitations: Invitation[] }>(`${base(organisation)}/invitations`, signal), organisation.id)
  const [who, setWho] = useState('')
  const [role, setRole] = useState<Role>('MEMBER')
  const [problem, setProblem] = useState<string>()
  const attempt = (what: Promise<unknown>) => {
    setProblem(undefined)
    what.then(members.again, (failure: Error) => setProblem(failure.message))
  }
  const invite = () => write('POST', `${base(organisation)}/invitations`, { wallet: who.trim(), role }).then(() => (setWho(''), invited.again()))
  return (
    <>
      <Problem text={problem ?? members.problem ?? invited.problem} />
      {members.value !== undefined && (
        <Table
          caption="Members"
          rows={members.value.members}
          keyOf={(one) => one.wallet}
          empty="Nobody."
          columns={[
            { title: 'Wallet', cell: (one) => <code className="whole">{one.wallet}</code> },
            {
              title: 'Role',
              cell: (one) =>
                leads ? (
                  <select
                    aria-label={`Role of ${one.wallet}`}
                    value={one.role}
                    onChange={(event) => attempt(write('PUT', `${base(organisation)}/members/${one.wallet}`, { role: event.target.value }))}
                  >
                    {ROLES.map((name) => (
                      <option key={name} value={name}>
                        {name.toLowerCase()}
                      </option>
                    ))}
                  </select>
                ) : (
                  one.role.toLowerCase()
                ),
            },
            { title: 'Since', cell: (one) => time(one.since) },
            {
              title: 'End it',
              cell: (one) =>
                one.wallet.toLowerCase() === wallet.toLowerCase() ? (
                  <button type="button" onClick={() => attempt(write('DELETE', `${base(organisation)}/membership`).then(anew))}>
                    Leave
                  </button>
                ) : leads ? (
                  <button type="button" aria-label={`Remove ${one.wallet}`} onClick={() => attempt(write('DELETE', `${base(organisation)}/members/${one.wallet}`))}>
                    Remove
                  </button>
                ) : null,
            },
          ]}
        />
      )}
      {(invited.value?.invitations.length ?? 0) > 0 && (
        <p className="muted">
          Invited, and not here yet: {invited.value?.invitations.map((one) => `${one.wallet} as ${one.role.toLowerCase()}`).join(', ')}.
        </p>
      )}
      {leads && (
        <Step name="Invite" what="For a week; they accept by signing in with that wallet." done="Invited." act={invite}>
          <label>
            Wallet
            <input value={who} autoComplete="off" spellCheck={false} onChange={(event) => setWho(event.target.value)} />
          </label>
          <label>
            As
            <select value={role} onChange={(event) => setRole(event.target.value as Role)}>
              {ROLES.map((name) => (
                <option key={name} value={name}>
                  {name.toLowerCase()}
                </option>
              ))}
            </select>
          </label>
        </Step>
      )}
    </>
  )
}

function Keys({ organisation, leads }: { organisation: Organisation; leads: boolean }) {
  const keys = useAsked((signal) => read<{ keys: ApiKey[] }>(`${base(organisation)}/keys`, signal), organisation.id)
  const [name, setName] = useState('')
  const [scopes, setScopes] = useState<string[]>(['organisation:read'])
  const [days, setDays] = useState('90')
  const [secret, setSecret] = useState<string>()
  const [problem, setProblem] = useState<string>()
  const make = async () => {
    const body = { name: name.trim(), scopes, lifeSeconds: Number(days) * DAY_SECONDS }
    setSecret((await write<{ secret: string }>('POST', `${base(organisation)}/keys`, body)).secret)
    setName('')
    keys.again()
  }
  const revoke = (key: ApiKey) => {
    setProblem(undefined)
    write('DELETE', `${base(organisation)}/keys/${key.id}`).then(keys.again, (failure: Error) => setProblem(failure.message))
  }
  return (
    <>
      <Problem text={problem ?? keys.problem} />
      {keys.value !== undefined && (
        <Table
          caption="Keys for programs"
          rows={keys.value.keys}
          keyOf={(key) => key.id}
          empty="No program has a key."
          columns={[
            { title: 'Key', cell: (key) => <code>{key.id}…</code> },
            { title: 'For', cell: (key) => key.name },
            { title: 'May', cell: (key) => key.scopes.join(', ') },
            { title: 'Until', cell: (key) => (key.revokedAt === undefined ? time(key.expiresAt) : `revoked ${time(key.revokedAt)}`) },
            { title: 'Last used', cell: (key) => (key.lastUsed === undefined ? 'never' : time(key.lastUsed)) },
            {
              title: 'End it',
              cell: (key) =>
                leads && key.revokedAt === undefined ? (
                  <button type="button" aria-label={`Revoke ${key.name}`} onClick={() => revoke(key)}>
                    Revoke
                  </button>
                ) : null,
            },
          ]}
        />
      )}
      {secret !== undefined && (
        <p className="card" role="status">
          Send it as <code>Authorization: Bearer</code>. It is shown this once, and nobody can show it again: <code className="secret">{secret}</code>{' '}
          <button type="button" onClick={() => setSecret(undefined)}>
            I have it
          </button>
        </p>
      )}
      {leads && (
        <Step name="Make a key" what="" done="Made; its secret is above." act={make}>
          <label>
            For what
            <input value={name} maxLength={80} autoComplete="off" onChange={(event) => setName(event.target.value)} />
          </label>
          <label>
            Days
            <input value={days} inputMode="numeric" onChange={(event) => setDays(event.target.value)} />
          </label>
          <fieldset className="presets">
            <legend className="muted">It may</legend>
            {SCOPES.map((scope) => (
              <label key={scope} className="check">
                <input
                  type="checkbox"
                  checked={scopes.includes(scope)}
                  onChange={(event) => setScopes(event.target.checked ? [...scopes, scope] : scopes.filter((one) => one !== scope))}
                />
                {scope}
              </label>
            ))}
          </fieldset>
        </Step>
      )}
    </>
  )
}

function Audit({ organisation }: { organisation: Organisation }) {
  const [cursors, setCursors] = useState<string[]>([])
  const cursor = cursors.at(-1)
  const page = useAsked(
    (signal) => read<AuditPage>(`${base(organisation)}/audit?limit=20${cursor === undefined ? '' : `&cursor=${cursor}`}`, signal),
    `${organisation.id} ${cursor ?? ''}`,
  )
  return (
    <>
      <Problem text={page.problem} />
      {page.value !== undefined && (
        <>
          <Table
            caption="Who did what, the newest first"
            rows={page.value.entries}
            keyOf={(entry) => entry.id}
            empty="Nothing was done yet."
            columns={[
              { title: 'At', cell: (entry) => time(entry.at) },
              { title: 'Who', cell: (entry) => <code>{entry.actor}</code> },
              { title: 'Did', cell: (entry) => entry.operation },
              { title: 'To', cell: (entry) => entry.subject },
              { title: 'Result', cell: (entry) => entry.result },
              { title: 'From', cell: (entry) => <code>{entry.address}</code> },
            ]}
          />
          <Pager what="entries" back="Newer" onward="Older" place={{ cursors, go: setCursors }} next={page.value.next} />
        </>
      )}
    </>
  )
}
