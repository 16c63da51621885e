// What SdkTest asks of a running network, in both languages: `node dist/test/smoke.js PLATFORM CONSUMER`.
import { Flashback, ProblemError } from "../src/index.js";

const [platform, consumer] = process.argv.slice(2);
if (platform === undefined || consumer === undefined) throw new TypeError("Give a platform's address and a consumer's.");
const flashback = new Flashback(platform);

const offers = [];
for await (const offer of flashback.rows("listOffers", { class: "FAST", limit: "2" })) offers.push(offer);

const quote = await flashback.call("quote", {
  body: {
    consumer,
    volumeBytes: String(1 << 30),
    durationSeconds: 120,
    redundancy: { data: 2, total: 3 },
    class: "FAST",
    egressBytes: "0",
    budget: "500000000",
  },
});
const frozen = await flashback.call("frozenQuote", { hash: quote.quoteHash });

const refusal = await flashback.call("sla", { id: `0x${"0".repeat(64)}` }).then(
  () => "none",
  (error: unknown) => (error instanceof ProblemError ? error.problem.type : String(error)),
);

console.log(
  JSON.stringify({
    offers: offers.map((one) => one.hash),
    providers: (await flashback.call("listProviders", {})).providers.length,
    legs: quote.sla.legs.length,
    same: frozen.quoteHash === quote.quoteHash,
    refusal,
    chainId: (await flashback.call("network", {})).chainId,
  }),
);
