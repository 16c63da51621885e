import { useState } from 'react'
import type { Member, Network } from '../api'
import { apply, needed, requireCertifier, sealed, type Certifier, type Handed } from '../apply'
import { useLive } from '../live'
import { Await } from '../parts'
import { Refused } from '../wallet/send'
import { useSigner, type Connected } from '../wallet/useWallet'
import { spoken, type Criteria } from './Certification'
import { Step } from './LegActions'
import { scopes as spokenScopes } from './Offers'

/** For a member's owner: hands in documents for certificates. They are sealed here, for one certifier. */
export function Apply({ member, network, service }: { member: Member; network: Network; service: boolean }) {
  const signer = useSigner(network)
  const criteria = useLive<{ current: string; versions: Criteria[] }>('/v1/criteria', 600)
  const certifiers = useLive<{ certifiers: Certifier[] }>('/v1/certifiers', 30)
  if (signer === undefined || signer.account.toLowerCase() !== member.owner.toLowerCase()) return null
  return (
    <section aria-labelledby="apply">
      <h3 id="apply">Apply for certificates</h3>
      <Await live={criteria}>
        {(book) => (
          <Await live={certifiers}>
            {(list) => {
              const current = book.versions.find((one) => one.name === book.current)
              const all = list.certifiers.filter((one) => one.scopes.length > 0)
              return current === undefined || all.length === 0 ? (
                <p className="empty">No certifier takes applications here now. One that shall has to be in the register, and sets its key by “flashback certifier key”.</p>
              ) : (
                <Form member={member} network={network} signer={signer} criteria={current} certifiers={all} service={service} />
              )
            }}
          </Await>
        )}
      </Await>
    </section>
  )
}

function Form(props: { member: Member; network: Network; signer: Connected; criteria: Criteria; certifiers: Certifier[]; service: boolean }) {
  const { member, network, signer, criteria, certifiers, service } = props
  const [wallet, setWallet] = useState(certifiers[0]?.wallet ?? '')
  const [wanted, setWanted] = useState<string[]>([])
  const [files, setFiles] = useState<Record<string, File | undefined>>({})
  const [days, setDays] = useState<Record<string, string>>({})
  const [made, setMade] = useState<string>()
  const certifier = certifiers.find((one) => one.wallet === wallet) ?? certifiers[0]
  const scopes = wanted.filter((one) => certifier?.scopes.includes(one))
  const kinds = needed(criteria, scopes, service ? 'SERVICE' : 'STORAGE')
  const act = async () => {
    if (certifier === undefined || scopes.length === 0) throw new Refused('Choose at least one certificate.')
    const handed: Handed[] = []
    for (const kind of kinds) {
      const file = files[kind]
      if (file === undefined) throw new Refused(`Choose the document “${spoken(kind)}”: the criteria ask for it.`)
      handed.push({ kind, name: file.name, content: new Uint8Array(await file.arrayBuffer()), day: days[kind] ?? '' })
    }
    await requireCertifier(signer, network, certifier, scopes)
    const { manifest, boxes } = await sealed(member.id, certifier, criteria.name, scopes, handed, Date.now() / 1000)
    setMade(await apply(signer, network, manifest, boxes))
  }
  return (
    <>
      <Step
        name="Seal, sign and apply"
        what="Documents are sealed in this page for the certifier alone; the wallet signs in, then signs a text that names them. It costs nothing."
        done="Applied, and every document is handed in."
        act={act}
      >
        <label>
          Certifier
          <select value={wallet} onChange={(event) => setWallet(event.target.value)}>
            {certifiers.map((one) => (
              <option key={one.wallet} value={one.wallet}>
                {`${one.wallet.slice(0, 10)}…: ${spokenScopes(one.scopes)}`}
              </option>
            ))}
          </select>
        </label>
        <fieldset>
          <legend>Certificates</legend>
          {certifier?.scopes.map((scope) => (
            <label key={scope} className="check">
              <input
                type="checkbox"
                checked={wanted.includes(scope)}
                onChange={(event) => setWanted((before) => (event.target.checked ? [...before, scope] : before.filter((one) => one !== scope)))}
              />
              {spoken(scope)}
            </label>
          ))}
        </fieldset>
        {kinds.map((kind) => (
          <span key={kind} className="pair">
            <label>
              {`Document: ${spoken(kind)}`}
              <input type="file" onChange={(event) => setFiles((before) => ({ ...before, [kind]: event.target.files?.[0] }))} />
            </label>
            <label>
              {`Last day of ${spoken(kind)}, if it has one`}
              <input type="date" value={days[kind] ?? ''} onChange={(event) => setDays((before) => ({ ...before, [kind]: event.target.value }))} />
            </label>
          </span>
        ))}
      </Step>
      {made !== undefined && (
        <p role="status">
          <a href={`#/certification/${made}`}>See what becomes of it</a>
        </p>
      )}
    </>
  )
}
