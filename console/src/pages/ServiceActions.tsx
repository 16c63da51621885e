import { useState } from 'react'
import { allow, allowance } from '../agreement'
import type { Network } from '../api'
import { units } from '../design'
import type { Engagement, Milestone } from '../engagement'
import { amount } from '../format'
import { caseOf, readManifest, speakers } from '../hire'
import { useNow } from '../live'
import { tokenOf } from '../parts'
import { call, keccak, type Word } from '../wallet/abi'
import { Refused, send, view } from '../wallet/send'
import type { Connected } from '../wallet/useWallet'
import { useAsked } from './Buckets'
import { Checksums, FileField, type Chosen } from './Files'
import { Step } from './LegActions'

/** What a consumer may have got back from. */
const REFUNDED = new Set<string>(['RULED', 'CANCELLED', 'LAPSED'])

interface Given {
  one: Engagement
  network: Network
  signer: Connected
  again: () => void
}

/** Sends a call of the contract, then looks again. */
function calls({ network, signer, again }: Given) {
  return (signature: string, ...values: Word[]) => send(signer, network.contracts['Engagements'] ?? '', call(signature, ...values)).then(again)
}

/** What the connected wallet may do with a service: as its consumer, as its provider, or as anybody once a time has passed. */
export function ServiceActions(given: Given) {
  const { one, network, signer } = given
  const now = useNow()
  const go = calls(given)
  const own = signer.account.toLowerCase() === one.consumer.toLowerCase()
  const provides = useSpeaks(given)
  const delivered = one.milestones.findIndex((stage) => stage.state === 'DELIVERED')
  const stage = one.milestones[delivered]
  const silent = stage !== undefined && now > stage.since + stage.acceptSeconds
  const waiting = one.state === 'RUNNING' && one.milestones[one.next]?.state === 'FUNDED' ? one.milestones[one.next] : undefined
  const token = network.markets.find((market) => market.id === one.market)?.token
  const owed = useOwed(given, token)
  return (
    <>
      {own && stage !== undefined && !silent && <Judge key={`${delivered} ${stage.deliveryHash}`} {...given} index={delivered} stage={stage} />}
      {silent && <Step name={`Settle milestone ${delivered}`} what="Nobody disputed it in time. Anybody may do it." done="It is paid." act={() => go('settle(uint64,uint8)', one.id, delivered)} />}
      {provides && waiting !== undefined && now <= waiting.deliverBy && <Deliver key={one.next} {...given} />}
      {waiting !== undefined && now > waiting.deliverBy && (
        <Step name="End what is late" what="All that is not delivered goes back to the consumer. Anybody may do it." done="It has ended." act={() => go('lapse(uint64)', one.id)} />
      )}
      {(own || provides) && waiting !== undefined && <Cancel {...given} wished={own ? one.consumerWishesCancel : one.providerWishesCancel} other={own ? 'provider' : 'consumer'} />}
      {own && one.paid > 0n && !one.rated && <Rate {...given} />}
      {own && token !== undefined && owed.refund > 0n && one.milestones.some((each) => REFUNDED.has(each.state)) && (
        <Step
          name="Take what came back"
          what={`${amount(owed.refund, tokenOf(network, one.market).decimals)} ${tokenOf(network, one.market).symbol} were refunded of this and other services.`}
          done="It is in the wallet."
          act={() => go('withdrawRefund(address,address)', signer.account as Word, token as Word).then(owed.again)}
        />
      )}
      {owed.earned > 0n && (
        <Step
          name="Withdraw for the provider"
          what={`Sends ${amount(owed.earned, tokenOf(network, one.market).decimals)} ${tokenOf(network, one.market).symbol}, less the fee, to its payout wallet. Anybody may do it.`}
          done="It is with the payout wallet."
          act={() => go('withdraw(uint64,uint16)', one.providerId, one.market).then(owed.again)}
        />
      )}
    </>
  )
}

/** Whether the wallet is the provider's owner's, or its node's: as the register says. */
function useSpeaks({ one, network, signer }: Given): boolean {
  const registry = network.contracts['Registry'] ?? ''
  const found = useAsked(
    async () =>
      speakers(await view(signer, registry, call('ownerOf(uint64)', one.providerId)), await view(signer, registry, call('nodeKeyOf(uint64)', one.providerId))),
    `${registry} ${one.providerId}`,
  )
  return found.value?.includes(signer.account.toLowerCase() as Word & string) ?? false
}

/** What waits in the contract for the two sides, asked again whenever the service changed. */
function useOwed({ one, network, signer }: Given, token: string | undefined): { refund: bigint; earned: bigint; again: () => void } {
  const contract = network.contracts['Engagements'] ?? ''
  const changed = `${one.paid} ${one.milestones.map((stage) => stage.state).join()}`
  const found = useAsked(async () => {
    const [refund] = token === undefined ? [] : await view(signer, contract, call('refundOf(address,address)', one.consumer as Word, token as Word))
    const [earned] = await view(signer, contract, call('earningsOf(uint64,uint16)', one.providerId, one.market))
    return { refund: refund ?? 0n, earned: earned ?? 0n }
  }, `${contract} ${one.id} ${changed}`)
  return { ...(found.value ?? { refund: 0n, earned: 0n }), again: found.again }
}

/** The consumer's look at what was delivered, and its word on it. */
function Judge(given: Given & { index: number; stage: Milestone }) {
  const { one, index, stage } = given
  const [document, setDocument] = useState<Chosen>()
  const [work, setWork] = useState<Chosen>()
  const go = calls(given)
  const right = document !== undefined && document.hash === stage.deliveryHash
  const delivered = right ? readManifest(document.text) : undefined
  const asked = work === undefined ? undefined : readManifest(work.text)
  const accept = async () => {
    if (!right) throw new Refused('Choose the document that was delivered first: you accept what you have seen.')
    await go('accept(uint64,uint8)', one.id, index)
  }
  return (
    <section aria-labelledby="judge">
      <h2 id="judge">{`Look at milestone ${index}`}</h2>
      <form className="filters" aria-label="What was delivered" onSubmit={(event) => event.preventDefault()}>
        <FileField label="Document of the delivery" take={setDocument} />
        <FileField label="Statement of work" take={setWork} />
      </form>
      {document !== undefined && !right && (
        <p className="problem" role="alert">
          {document.name} is not what was delivered: its hash is another one. Ask the provider for the document, or dispute.
        </p>
      )}
      {right && <p className="good">✓ {document.name} is the document whose hash was delivered.</p>}
      {delivered !== undefined && <Checksums asked={asked} delivered={delivered} />}
      <Step name={`Accept milestone ${index}`} what="It is paid at once, for good." done="Accepted, and paid." act={accept} />
      <Dispute {...given} />
    </section>
  )
}

/** Claims the price back: decision 51. The bond is read from the arbitration, and shown before the wallet is asked. */
function Dispute(given: Given & { index: number; stage: Milestone }) {
  const { one, network, signer, again, index, stage } = given
  const arbitration = network.contracts['ServiceArbitration'] ?? ''
  const engagements = network.contracts['Engagements'] ?? ''
  const token = tokenOf(network, one.market)
  const [claimed, setClaimed] = useState('')
  const [evidence, setEvidence] = useState<Chosen>()
  const bond = useAsked(async () => {
    const [sum] = await view(signer, arbitration, call('bond()'))
    const [at] = await view(signer, arbitration, call('bondToken()'))
    return { sum: sum ?? 0n, token: `0x${(at ?? 0n).toString(16).padStart(40, '0')}` }
  }, arbitration)
  const market = network.markets.find((one) => one.token.toLowerCase() === bond.value?.token)
  const locks = bond.value === undefined ? 'a bond' : `a bond of ${amount(bond.value.sum, market?.decimals ?? 0)} ${market?.symbol ?? `units of ${bond.value.token}`}`
  const act = async () => {
    const sum = claimed.trim() === '' ? stage.amount : units(claimed, token.decimals)
    if (sum === undefined || sum === 0n || sum > stage.amount) throw new Refused(`Claim more than nothing, and at most ${amount(stage.amount, token.decimals)} ${token.symbol}; or leave the field empty to claim it all.`)
    if (evidence === undefined) throw new Refused('Choose the evidence that the panel shall see, such as what “flashback service check” found. Keep the file.')
    if (bond.value === undefined) throw new Refused('The bond is not known, because the wallet did not answer. Look at this page again.')
    const [allowed] = await view(signer, bond.value.token, allowance(signer.account, arbitration))
    if ((allowed ?? 0n) < bond.value.sum) await send(signer, bond.value.token, allow(arbitration, bond.value.sum))
    const [epoch] = await view(signer, engagements, call('currentEpoch()'))
    // The newest one that is over: it bounds nothing here.
    const over = (epoch ?? 1n) - 1n
    await send(signer, arbitration, call('open(uint128,uint32,uint32,uint128,bytes32)', caseOf(one.id, index), over, over, sum, evidence.hash))
    again()
  }
  return (
    <details>
      <summary>It is not what was asked for</summary>
      <Step
        name={`Dispute milestone ${index}`}
        what={`Locks ${locks}: whoever loses, loses it. What is not claimed is paid at once; over the rest a panel decides.`}
        done="It is disputed; the provider has to answer."
        act={act}
      >
        <label>
          {`Claimed back, ${token.symbol}`}
          <input value={claimed} inputMode="decimal" autoComplete="off" placeholder={`all: ${amount(stage.amount, token.decimals)}`} onChange={(event) => setClaimed(event.target.value)} />
        </label>
        <FileField label="Evidence" take={setEvidence} />
      </Step>
    </details>
  )
}

/** The provider's side: the hash of a document goes onto the chain, the document to the consumer. */
function Deliver(given: Given) {
  const { one } = given
  const [document, setDocument] = useState<Chosen>()
  const go = calls(given)
  const act = async () => {
    if (document === undefined) throw new Refused('Choose the document of the delivery first; for a migration, what “flashback service manifest” wrote.')
    await go('deliver(uint64,uint8,bytes32)', one.id, one.next, document.hash)
  }
  return (
    <Step name={`Deliver milestone ${one.next}`} what="Its hash goes onto the chain; send the document itself to the consumer." done="It is delivered." act={act}>
      <FileField label="Document of the delivery" take={setDocument} />
    </Step>
  )
}

function Cancel(given: Given & { wished: boolean; other: string }) {
  const go = calls(given)
  return (
    <Step
      name={given.wished ? 'Go on after all' : 'Wish to end it'}
      what={`When the ${given.other} wishes the same, what is not delivered goes back to the consumer. A delivery forgets it.`}
      done="It is noted."
      act={() => go('cancel(uint64,bool)', given.one.id, given.wished ? 0n : 1n)}
    />
  )
}

function Rate(given: Given) {
  const [stars, setStars] = useState('5')
  const [comment, setComment] = useState('')
  const go = calls(given)
  const rate = async () => {
    const words = comment.trim()
    await go('rate(uint64,uint8,bytes32)', given.one.id, Number(stars), words === '' ? 0n : keccak(new TextEncoder().encode(words)))
  }
  return (
    <Step name="Rate" what="Once, and for good. Of a comment the chain gets the hash alone: publish its words yourself." done="Rated." act={rate}>
      <label>
        Stars
        <select value={stars} onChange={(event) => setStars(event.target.value)}>
          {['5', '4', '3', '2', '1'].map((one) => (
            <option key={one} value={one}>
              {one} of 5
            </option>
          ))}
        </select>
      </label>
      <label>
        Comment
        <input value={comment} autoComplete="off" onChange={(event) => setComment(event.target.value)} />
      </label>
    </Step>
  )
}
