import { useState } from 'react'
import { mandate, mandateData, mandateNonce, rateChangeData, rateChangeOf, rateOf, revokeMandates } from '../agreement'
import { amount, perDay } from '../format'
import { call } from '../wallet/abi'
import { Refused, send, signTyped, view } from '../wallet/send'
import { allowed, amountOf, orchestrator, save, Step, type Given } from './LegActions'

/** Bounds under which the provider extends it by itself, and their end. */
export function Extend(given: Given) {
  const { agreement, market, network, signer } = given
  const [text, setText] = useState('')
  const [until, setUntil] = useState(`${agreement.endEpoch + 30}`)
  const act = async () => {
    const budget = amountOf(text, market)
    const latest = Number(until)
    if (!/^\d{1,9}$/.test(until) || latest <= agreement.endEpoch) throw new Refused(`It runs to epoch ${agreement.endEpoch} already. Write a later one.`)
    const [nonce] = await view(signer, orchestrator(given), mandateNonce(agreement.id, signer.account))
    const bounds = mandate(agreement, signer.account, latest, budget, nonce ?? 0n)
    const signature = await signTyped(signer, mandateData(bounds, network))
    await allowed(given, budget)
    save(`mandate-${agreement.id}.json`, JSON.stringify({ ...bounds, consumerSignature: signature }, undefined, 2))
  }
  return (
    <>
      <Step
        name="Sign a mandate"
        done="The mandate is in your downloads: hand it to the provider, whose node extends the agreement under it."
        act={act}
        what="Lets the provider extend it by itself at today's rate, for at most so much in all. Money stays with you until it is needed."
      >
        <label>
          {`At most, ${market.symbol}`}
          <input inputMode="decimal" autoComplete="off" value={text} onChange={(event) => setText(event.target.value)} />
        </label>
        <label>
          Up to epoch
          <input inputMode="numeric" autoComplete="off" value={until} onChange={(event) => setUntil(event.target.value)} />
        </label>
      </Step>
      <Step
        name="Take mandates back"
        done="No mandate of this wallet for this agreement counts any more."
        act={() => send(signer, orchestrator(given), revokeMandates(agreement.id))}
        what="Ends all that this wallet signed for it. What was renewed already stays."
      />
    </>
  )
}

/** Another rate from an epoch on: signed here, and by the provider where its node key is. */
export function ChangeRate(given: Given) {
  const { agreement, market, network, signer } = given
  const [text, setText] = useState('')
  const [from, setFrom] = useState('')
  const act = async () => {
    const [running, [, , , number]] = await Promise.all([
      view(signer, orchestrator(given), call('currentEpoch()')).then(([epoch]) => Number(epoch ?? 0)),
      view(signer, orchestrator(given), rateChangeOf(agreement.id)),
    ])
    const first = from.trim() === '' ? running + 1 : Number(from)
    if (!Number.isInteger(first) || first <= running || first >= agreement.endEpoch) {
      throw new Refused(`Epoch ${running} runs now, and the agreement ends with epoch ${agreement.endEpoch - 1}. Write one of those between.`)
    }
    const change = { agreement: agreement.id, rate: `${rateOf(amountOf(text, market))}`, fromEpoch: `${first}`, number: `${(number ?? 0n) + 1n}` }
    const consumer = await signTyped(signer, rateChangeData(change, network))
    save(`change-${agreement.id}.json`, JSON.stringify({ ...change, consumer }, undefined, 2))
    return `Signed, in your downloads: from epoch ${first} on a day pays ${amount(perDay(change.rate), market.decimals)} ${market.symbol}. Hand the file to the provider, who signs and sends it: ./flashback sla change FILE --yes`
  }
  return (
    <Step
      name="Sign another rate"
      done=""
      act={act}
      what={`It pays ${amount(perDay(agreement.rate), market.decimals)} ${market.symbol} a day now. Nothing changes until the provider has signed the same; the deposit must cover it to the end.`}
    >
      <label>
        {`A day, ${market.symbol}`}
        <input inputMode="decimal" autoComplete="off" value={text} onChange={(event) => setText(event.target.value)} />
      </label>
      <label>
        From epoch
        <input inputMode="numeric" autoComplete="off" placeholder="the next" value={from} onChange={(event) => setFrom(event.target.value)} />
      </label>
    </Step>
  )
}
