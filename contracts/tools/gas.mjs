// Writes the golden file of whole-transaction gas: one line for each row that the tests in test/gas report.
// `--check` writes nothing and fails when a row is missing, unknown, or more than 1 % off, in either direction.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const BUDGET = 0.01;
const contracts = dirname(dirname(fileURLToPath(import.meta.url)));
const golden = join(contracts, "gas.golden");
const checking = process.argv.includes("--check");

const env = { ...process.env, FOUNDRY_PROFILE: "gas", NO_COLOR: "1" };
const run = spawnSync("forge", ["test", "-vv"], { cwd: contracts, encoding: "utf8", env, maxBuffer: 1 << 26 });
if (run.error || run.status !== 0) {
  console.error(run.error ? `forge does not start (${run.error.message}): run npm ci --ignore-scripts` : run.stdout + run.stderr);
  process.exit(1);
}

const measured = rowsOf(run.stdout, /^ {2}(\S.*): (\d+)$/);
if (measured.size === 0) {
  console.error("no test in test/gas reported a row");
  process.exit(1);
}

if (checking) {
  const expected = existsSync(golden) ? rowsOf(readFileSync(golden, "utf8"), /^(\S.*): (\d+)$/) : new Map();
  const complaints = [
    ...[...measured].flatMap(([row, gas]) => complaint(row, gas, expected.get(row))),
    ...[...expected.keys()].filter((row) => !measured.has(row)).map((row) => `${row}: no test reports it any more`),
  ];
  for (const line of complaints) console.error(line);
  if (complaints.length > 0) {
    console.error("Run `npm run gas:golden` in contracts/ and commit contracts/gas.golden with the change, if the change is meant.");
    process.exit(1);
  }
  console.log(`${measured.size} gas figures are within ${100 * BUDGET} % of gas.golden`);
} else {
  const lines = [...measured].sort(([a], [b]) => (a < b ? -1 : 1)).map(([row, gas]) => `${row}: ${gas}\n`);
  writeFileSync(golden, lines.join(""));
  console.log(`${measured.size} gas figures written`);
}

/** Row to gas, from the lines that match. */
function rowsOf(text, line) {
  return new Map(text.split("\n").map((each) => line.exec(each)).filter(Boolean).map(([, row, gas]) => [row, Number(gas)]));
}

function complaint(row, gas, expected) {
  if (expected === undefined) return [`${row}: ${gas} gas, and gas.golden does not know it`];
  if (Math.abs(gas - expected) <= expected * BUDGET) return [];
  return [`${row}: ${gas} gas instead of ${expected}, ${(100 * (gas / expected - 1)).toFixed(1)} %`];
}
