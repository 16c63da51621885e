import { useState } from 'react'
import { write, type Network } from '../api'
import { time } from '../format'
import { answerData, answerHash, answerTerms, USUAL_ANSWER, USUAL_QUALITY, type AnswerFields, type Standing } from '../offering'
import { Hash, tokenOf } from '../parts'
import { call, type Word } from '../wallet/abi'
import { Refused, signTyped, view } from '../wallet/send'
import type { Connected } from '../wallet/useWallet'
import { salt, type WantedEntry } from '../wanted'
import { useAsked } from './Buckets'
import { Step } from './LegActions'

/** The provider whose node's key is connected; 0 where it is nobody's. */
export function useProvider(signer: Connected, network: Network): bigint | undefined {
  const registry = network.contracts['Registry'] ?? ''
  return useAsked(async () => (await view(signer, registry, call('idOfNodeKey(address)', signer.account as Word)))[0] ?? 0n, `${registry} ${signer.account}`).value
}

async function standing(provider: bigint, signer: Connected, network: Network): Promise<Standing> {
  const orchestrator = network.contracts['Orchestrator'] ?? ''
  const ask = async (signature: string, ...values: Word[]) => (await view(signer, orchestrator, call(signature, ...values)))[0] ?? 0n
  return {
    provider,
    reserved: await ask('reservedOf(uint64)', provider),
    nonce: await ask('offerNonceOf(uint64)', provider),
    life: await ask('offerLifeSeconds()'),
    epochSeconds: await ask('epochSeconds()'),
  }
}

/** A provider's own price for one request; shown to the key of a node alone. */
export function Answer({ entry, signer, network }: { entry: WantedEntry; signer: Connected; network: Network }) {
  const provider = useProvider(signer, network)
  const [wanted, setWanted] = useState<AnswerFields>({ ...USUAL_ANSWER, region: entry.request.wishes.regions?.[0] ?? '' })
  const [given, setGiven] = useState<{ hash: string; expiry: string }>()
  const token = tokenOf(network, entry.request.wishes.market ?? 1)
  if (provider === undefined || provider === 0n) return null
  const set = (field: keyof AnswerFields) => (event: { target: { value: string } }) => setWanted((before) => ({ ...before, [field]: event.target.value }))
  const act = async () => {
    setGiven(undefined)
    const terms = answerTerms(entry, wanted, await standing(provider, signer, network), token.decimals, BigInt(salt()), Date.now() / 1000)
    const signature = await signTyped(signer, answerData(terms, network))
    const receipt = await write<{ request: string; hash: string }>('POST', `/v1/quote-requests/${encodeURIComponent(entry.id)}/answers`, { offer: terms, signature, quality: USUAL_QUALITY })
    const hash = answerHash(terms, network)
    if (receipt.hash !== hash) throw new Refused('The platform took something else than what was signed. Tell its operator, and make the offer void at your node.')
    setGiven({ hash, expiry: terms['expiry'] ?? '0' })
  }
  const labels: { field: keyof AnswerFields; label: string; hint: string }[] = [
    { field: 'price', label: `GiB and month, ${token.symbol}`, hint: '0.004' },
    { field: 'egress', label: `GiB read, ${token.symbol}`, hint: '0' },
    { field: 'region', label: 'Region of the bytes', hint: 'eu-de' },
    { field: 'collateralDays', label: 'Collateral, days of pay', hint: '30' },
  ]
  return (
    <section aria-labelledby="answer">
      <h2 id="answer">{`Answer as provider #${provider}`}</h2>
      <p>
        Your node’s key signs an offer about the bytes of one leg, with the usual quality. It replaces an answer that you gave before, and locks nothing until the consumer takes it.
      </p>
      <Step name="Sign the answer" what="Whoever gets hold of the signed offer can fill it once, until it expires." done="The platform has it, and its consumer sees it." act={act}>
        {labels.map(({ field, label, hint }) => (
          <label key={field}>
            {label}
            <input value={wanted[field]} placeholder={hint} autoComplete="off" inputMode={field === 'region' ? 'text' : 'decimal'} onChange={set(field)} />
          </label>
        ))}
      </Step>
      {given !== undefined && (
        <p>
          Signed offer <Hash value={given.hash} />, until {time(Number(given.expiry))}.
        </p>
      )}
    </section>
  )
}
