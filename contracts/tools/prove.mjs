// Proves what formal/SettlementMathProof.sol asserts, with solc's SMTChecker and z3 (engine chc; bmc, complete where there is no loop, for
// overflow and division by zero); prints each property, proven or not. Then plants bugs in the library and wants each to break a proof: a
// checker that says yes to everything proves nothing. `node tools/prove.mjs CONTRACT` asks about one contract only.
//
// Before it is checked, the library's source is changed in two ways that keep its meaning, because the checker leaves the whole numbers
// for bit vectors at a shift: x >> n is written x / 2^n, 1 << n as its value. `unchecked` is taken away, so that "no overflow" is a
// property too. Into a second copy the assertions of formal/advance.outline are put.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Bound of one question asked in one way, in seconds of processor time, so that a busy machine proves what an idle one does; z3 answers most
 * within a second. */
const SECONDS_MOST = Number(process.env.PROVE_SECONDS ?? 30);
/** z3 is asked in these ways in turn until one of them answers. */
const WAYS = [[], ["smt.random_seed=7"], ["smt.arith.solver=2"]];
/** As solc asks z3 itself. */
const OPTIONS = ["rewriter.pull_cheap_ite=true", "fp.spacer.q3.use_qgen=true", "fp.spacer.mbqi=false", "fp.spacer.ground_pobs=false"];
const BUGS = [
  ["ShareProof", "amount * bps / BPS", "amount * bps / BPS + 1"],
  ["PenaltyProof", "penalty < collateral ? penalty : collateral", "penalty > collateral ? penalty : collateral"],
  ["RoundingProof", "return (uint256(rate) * secondsLong + UNIT - 1) >> 32;", "return (uint256(rate) * secondsLong) >> 32;"],
  ["AdvanceProof", "if (x >> 32 > deposit) {", "if (x >> 32 > deposit + 1) {"],
];

const contracts = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(join(contracts, "package.json"));
const solc = require("solc");
const smtchecker = require("solc/smtchecker");
const library = readFileSync(join(contracts, "src/lib/SettlementMath.sol"), "utf8");
const proofs = readFileSync(join(contracts, "formal/SettlementMathProof.sol"), "utf8");
const outline = readFileSync(join(contracts, "formal/advance.outline"), "utf8");
const only = process.argv[2];
if (spawnSync("z3", ["--version"]).status !== 0) {
  console.error("z3 is not installed, and the SMTChecker asks it for every proof. On Debian: apt-get install z3");
  process.exit(1);
}
const scratch = mkdtempSync(join(tmpdir(), "prove-"));

try {
  // Both, whatever the first says: what is not proven does not excuse what is not found.
  const proven = prove();
  const found = findBugs();
  process.exitCode = proven && found ? 0 : 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function prove() {
  const names = [...proofs.matchAll(/^contract (\w+)/gm)].map(([, name]) => name).filter((name) => !only || name === only);
  const all = names.flatMap((contract) => check(contract, library));
  for (const { name, verdict } of all) console.log(`${verdict.padEnd(10)} ${name}`);
  const proven = all.filter((property) => property.verdict === "proven").length;
  console.log(`${proven} of ${all.length} properties proven`);
  if (all.length === 0) console.error(`there is no contract "${only}" in formal/SettlementMathProof.sol`);
  return all.length > 0 && proven === all.length;
}

/** Breaks the library; at least one property of the contract must not be proven any more. */
function findBugs() {
  const wanted = BUGS.filter(([contract]) => !only || contract === only);
  return wanted.map(([contract, right, wrong]) => {
    if (!library.includes(right)) throw new Error(`the library does not say "${right}" any more: plant another bug in tools/prove.mjs`);
    const broken = check(contract, library.replace(right, wrong)).filter((property) => property.verdict !== "proven");
    const worst = broken.find((property) => property.verdict === "REFUTED") ?? broken[0];
    console.log(worst ? `found      planted bug "${wrong}": ${worst.verdict}: ${worst.name}` : `MISSED     planted bug "${wrong}"`);
    return worst !== undefined;
  }).every(Boolean);
}

/** The verdict on each assertion that one contract reaches, and on the arithmetic of the library that it calls. */
function check(contract, source) {
  const asserting = plain(contract === "AdvanceProof" ? outlined(source) : source);
  const asserts = verdicts(contract, asserting, "chc", ["assert"]);
  const named = [...asserts].map(([where, verdict]) => ({ name: nameAt(where, asserting), verdict }));
  // An assertion on which the checker is silent is not proven.
  const silent = assertionsOf(contract, asserting) - named.length;
  if (silent > 0) named.push({ name: `${contract}: ${silent} assertions without an answer`, verdict: "not proven" });
  const places = verdicts(contract, plain(source), "bmc", ["overflow", "underflow", "divByZero"]);
  const open = [...places].filter(([, verdict]) => verdict !== "proven");
  const safe = places.size - open.length;
  const name = `${contract}: no overflow, underflow or division by zero (${safe} of ${places.size} places)`;
  const unsafe = open.map(([where, verdict]) => ({ name: `${contract}: arithmetic of: ${nameAt(where, plain(source))}`, verdict }));
  return [...named, ...(safe > 0 ? [{ name, verdict: "proven" }] : []), ...unsafe];
}

/** How many assertions the contract reaches: its own, and those that the outline put into the library. */
function assertionsOf(contract, asserting) {
  const own = new RegExp(`^contract ${contract} \\{$([\\s\\S]*?)^\\}$`, "m").exec(proofs)[1];
  return (own + (contract === "AdvanceProof" ? asserting : "")).split("assert(").length - 1;
}

function plain(source) {
  const power = (bits) => (2n ** BigInt(bits)).toString();
  return source
    .replace(/unchecked \{/g, "{")
    .replace(/\(1 << (\d+)\)/g, (_, bits) => power(bits))
    .replace(/\b1 << (\d+)/g, (_, bits) => power(bits))
    .replace(/>> (\d+)/g, (_, bits) => `/ ${power(bits)}`);
}

function outlined(source) {
  const lines = source.split("\n");
  let at = -1;
  for (const line of outline.split("\n").filter((each) => each && !each.startsWith("#"))) {
    const [, word, rest] = /^(\w+) (.*)$/.exec(line);
    if (word === "after" || word === "before") {
      at = lines.findIndex((each, index) => index > at && each.trim() === rest);
      if (at < 0) throw new Error(`formal/advance.outline: SettlementMath.sol has no line "${rest}" there`);
      if (word === "before") at -= 1;
    } else {
      const [condition, name = ""] = rest.split(" // ");
      lines.splice(++at, 0, `${word === "lemma" ? "require" : "assert"}(${condition});${name && ` // ${name}`}`);
    }
  }
  return lines.join("\n");
}

/** Place of each question to its verdict. A place that is reached in two ways is proven when both are. */
function verdicts(contract, source, engine, targets) {
  const modelChecker = {
    contracts: { "Proof.sol": [contract] },
    engine,
    solvers: ["smtlib2"],
    targets,
    showProvedSafe: true,
    showUnproved: true,
  };
  const input = {
    language: "Solidity",
    sources: { "SettlementMath.sol": { content: source }, "Proof.sol": { content: plain(proofs) } },
    settings: { outputSelection: { "*": { "": [] } }, modelChecker },
  };
  const output = JSON.parse(solc.compile(JSON.stringify(input), { smtSolver: smtchecker.smtCallback(ask, "z3") }));
  const found = new Map();
  const rank = ["proven", "not proven", "REFUTED"];
  for (const { severity, message, formattedMessage, sourceLocation } of output.errors ?? []) {
    if (severity === "error") throw new Error(formattedMessage);
    const verdict = verdictOf(message);
    if (!verdict || !sourceLocation) continue;
    const where = `${JSON.stringify(sourceLocation)}${targets.length > 1 ? message.split(" (")[0] : ""}`;
    if (rank.indexOf(verdict) >= rank.indexOf(found.get(where) ?? "proven")) found.set(where, verdict);
  }
  return found;
}

function verdictOf(message) {
  if (!/^(CHC|BMC): /.test(message)) return undefined;
  if (/check is safe/.test(message)) return "proven";
  if (/might happen/.test(message)) return "not proven";
  return /happens here/.test(message) ? "REFUTED" : undefined;
}

/** The comment behind the line, or the line. */
function nameAt(where, source) {
  const { file, start } = JSON.parse(where.slice(0, where.indexOf("}") + 1));
  const text = file === "Proof.sol" ? plain(proofs) : source;
  const line = text.slice(text.lastIndexOf("\n", start) + 1).split("\n", 1)[0];
  return line.split(" // ")[1] ?? line.trim();
}

function ask(query) {
  const file = join(scratch, "query.smt2");
  writeFileSync(file, query);
  for (const way of WAYS) {
    // z3's own limit counts the time of day.
    const limited = `ulimit -t ${SECONDS_MOST}; exec z3 "$@"`;
    const { stdout } = spawnSync("sh", ["-c", limited, "z3", "-smt2", ...OPTIONS, ...way, file], { encoding: "utf8", maxBuffer: 1 << 28 });
    if (/^(sat|unsat)/.test(stdout)) return stdout;
  }
  return "unknown\n";
}
