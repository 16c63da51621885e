// Writes the golden file {abi, bytecode} of every deployable contract, from which Java builds its bindings and deploys.
// `--check` writes nothing and fails when a file is missing, stale or belongs to no contract any more. Both fail when a contract is too large.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const contracts = dirname(dirname(fileURLToPath(import.meta.url)));
const golden = join(contracts, "../chain/src/main/resources/abi");
// Code that another contract runs in its own storage: callers find these functions at that contract's address.
const runsAlso = { Orchestrator: ["ConsumerOrchestrator", "LedgerRecords", "Replacements", "Amendments"] };
const checking = process.argv.includes("--check");
// EIP-170: no chain deploys more.
const CODE_BYTES_MAX = 24_576;

const build = spawnSync("forge", ["build", "--skip", "test"], { cwd: contracts, encoding: "utf8" });
if (build.error || build.status !== 0) {
  console.error(build.error ? `forge does not start (${build.error.message}): run npm ci --ignore-scripts` : build.stdout + build.stderr);
  process.exit(1);
}

const artifacts = deployable();
const large = artifacts.filter(({ codeBytes }) => codeBytes > CODE_BYTES_MAX);
for (const { name, codeBytes } of large) console.error(`${name} has ${codeBytes} bytes of code; no chain deploys more than ${CODE_BYTES_MAX}`);
if (large.length > 0) process.exit(1);

const wanted = new Map(artifacts.map((artifact) => [`${artifact.name}.json`, goldenText(artifact)]));
const present = existsSync(golden) ? readdirSync(golden).filter((file) => file.endsWith(".json")) : [];
const orphans = present.filter((file) => !wanted.has(file));
const stale = [...wanted].filter(([file, text]) => !present.includes(file) || readFileSync(join(golden, file), "utf8") !== text);

if (checking) {
  if (orphans.length + stale.length > 0) {
    for (const [file] of stale) console.error(`stale: ${file} differs from the contract's source`);
    for (const file of orphans) console.error(`stale: ${file} belongs to no contract`);
    console.error("Run `npm run abi` in contracts/ and commit chain/src/main/resources/abi with the change.");
    process.exit(1);
  }
  console.log(`${wanted.size} golden files are up to date`);
} else {
  mkdirSync(golden, { recursive: true });
  for (const file of orphans) rmSync(join(golden, file));
  for (const [file, text] of stale) writeFileSync(join(golden, file), text);
  console.log(`${wanted.size} golden files, ${stale.length} written, ${orphans.length} removed`);
}

/** Contracts under src/ that have byte code of their own: no interfaces, abstract contracts or internal libraries. */
function deployable() {
  const out = join(contracts, "out");
  return readdirSync(out, { recursive: true })
    .filter((file) => file.endsWith(".json") && !file.startsWith("build-info"))
    .map((file) => JSON.parse(readFileSync(join(out, file), "utf8")))
    .filter((artifact) => artifact.metadata)
    .map((artifact) => ({ ...artifact, target: Object.entries(artifact.metadata.settings.compilationTarget)[0] }))
    .filter(({ target, bytecode, abi }) => target[0].startsWith("src/") && existsSync(join(contracts, target[0]))
        && bytecode.object !== "0x" && abi.length > 0)
    .map(({ target, bytecode, deployedBytecode, abi }) => {
      if (Object.keys(bytecode.linkReferences).length > 0) throw new Error(`${target[1]} needs linking; libraries are internal here`);
      return { name: target[1], abi, bytecode: bytecode.object, codeBytes: (deployedBytecode.object.length - 2) / 2 };
    })
    .map((artifact, _, all) => ({ ...artifact, abi: wholeAbi(artifact, all) }))
    .sort((a, b) => order(a.name, b.name));
}

/** The contract's own entries and those of the code it runs, each once. */
function wholeAbi({ name, abi }, all) {
  const others = (runsAlso[name] ?? []).flatMap((other) => all.find((artifact) => artifact.name === other).abi);
  const own = others.length > 0 ? abi.filter(({ type }) => type !== "fallback") : abi;
  const entries = [...own, ...others.filter(({ type, name }) => type !== "constructor" && name !== "configHash")];
  return [...new Map(entries.map((entry) => [signature(entry), entry])).values()];
}

/** One ABI entry to a line, in an order that moving source code does not change. */
function goldenText({ abi, bytecode }) {
  const entries = [...abi].sort((a, b) => order(signature(a), signature(b))).map((entry) => `    ${JSON.stringify(entry)}`);
  return `{\n  "abi": [\n${entries.join(",\n")}\n  ],\n  "bytecode": "${bytecode}"\n}\n`;
}

function signature({ type, name = "", inputs = [] }) {
  return `${type} ${name}(${inputs.map((input) => input.type).join(",")})`;
}

function order(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}
