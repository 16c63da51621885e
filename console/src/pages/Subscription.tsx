import { useEffect, useState } from 'react'
import { allow, allowance } from '../agreement'
import type { Market, Member } from '../api'
import { amount, time } from '../format'
import { call } from '../wallet/abi'
import { Refused, send, view } from '../wallet/send'
import type { Connected } from '../wallet/useWallet'
import { Step } from './LegActions'

const PERIODS_MOST = 24

/** How long a listing is paid, as a member's page tells it. */
export function listingPaid(paidUntil: number | undefined, now: number): string {
  if (paidUntil === undefined) return 'never paid: listed by stake, if at all'
  return paidUntil > now ? time(paidUntil) : `lapsed on ${time(paidUntil)}: listed by stake, if at all`
}

/** Pays for the listing, periods of thirty days at the price of the register. */
export function Subscription(props: { member: Member; signer: Connected; market: Market; registry: string }) {
  const { member, signer, market, registry } = props
  const [text, setText] = useState('1')
  const [price, setPrice] = useState<bigint>()
  const token = market.token as `0x${string}`
  useEffect(() => {
    view(signer, registry, call('subscriptionPriceOf(address)', token)).then(
      ([found]) => setPrice(found),
      () => setPrice(undefined),
    )
  }, [signer, registry, token])
  const act = async () => {
    const periods = /^[1-9]\d?$/.test(text.trim()) ? BigInt(text.trim()) : 0n
    if (periods < 1n || periods > PERIODS_MOST) throw new Refused(`Write for how many times thirty days: 1 to ${PERIODS_MOST}.`)
    if (price === undefined) throw new Refused('The price is not known, because the wallet did not answer. Look at this page again.')
    // What was shown is the most that is paid, whatever the price has become since.
    const most = price * periods
    const [allowed] = await view(signer, token, allowance(signer.account, registry))
    if ((allowed ?? 0n) < most) await send(signer, token, allow(registry, most))
    await send(signer, registry, call('subscribe(uint64,address,uint256,uint256)', member.id, token, periods, most))
    const [until] = await view(signer, registry, call('paidUntilOf(uint64)', member.id))
    return `The listing is paid until ${time(Number(until))}.`
  }
  if (price === 0n) return <p className="muted">The register sells no listing for {market.symbol}: it is stood for by stake.</p>
  return (
    <Step
      name="Pay for the listing"
      done=""
      act={act}
      what={`${price === undefined ? 'The price is being asked' : `${amount(price, market.decimals)} ${market.symbol}`} for thirty days, to the community fund. Who has paid needs no stake to be listed, and is unlisted by itself when it lapses.`}
    >
      <label>
        Times thirty days
        <input inputMode="numeric" autoComplete="off" value={text} onChange={(event) => setText(event.target.value)} />
      </label>
    </Step>
  )
}
