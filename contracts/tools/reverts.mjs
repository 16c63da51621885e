// Lists every error that the contracts revert with beside the fuzzed tests that expect it: a test with arguments
// that names the error. `--check` fails when an error has none, so that no way to refuse is shown by one example alone.
//
//   node tools/reverts.mjs [--check] [--missing]
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const contracts = dirname(dirname(fileURLToPath(import.meta.url)));
const wanted = new Map();
for (const { file, text } of solidity("src")) {
  for (const [, name] of text.matchAll(/^\s*error (\w+)\(/gm)) wanted.set(`${unit(text, name, file)}.${name}`, []);
}
/** Errors that several interfaces declare need a test each, by the name that stands before the dot. */
const declared = new Map();
for (const key of wanted.keys()) declared.set(key.split(".")[1], [...(declared.get(key.split(".")[1]) ?? []), key]);

for (const { file, text } of solidity("test")) {
  for (const part of text.split(/\n {4}function /).slice(1)) {
    const [, name, parameters] = /^(\w+)\(([^)]*)\)/.exec(part) ?? [];
    if (!name?.startsWith("test") || !parameters.trim()) continue;
    for (const [, qualifier, error] of part.matchAll(/(\w+)\.(\w+)\.selector/g)) {
      const keys = declared.get(error) ?? [];
      const own = keys.filter((key) => key.startsWith(`${qualifier}.`));
      for (const key of own.length > 0 || keys.length > 1 ? own : keys) wanted.get(key).push(`${basename(file)} ${name}`);
    }
  }
}

const missing = [...wanted].filter(([, tests]) => tests.length === 0).map(([key]) => key);
if (process.argv.includes("--missing") || process.argv.includes("--check")) {
  for (const key of missing.sort()) console.log(`no fuzzed test expects ${key}`);
} else {
  for (const [key, tests] of [...wanted].sort(([a], [b]) => (a < b ? -1 : 1))) console.log(`${key}: ${[...new Set(tests)].join(", ") || "NONE"}`);
}
console.log(`${wanted.size - missing.length} of ${wanted.size} errors are expected by fuzzed tests`);
if (process.argv.includes("--check") && (missing.length > 0 || wanted.size === 0)) process.exitCode = 1;

/** The contract or interface in which an error stands: the last one that begins before it. */
function unit(text, name, file) {
  const heads = [...text.slice(0, text.search(new RegExp(`^\\s*error ${name}\\(`, "m"))).matchAll(/^(?:abstract )?(?:contract|interface|library) (\w+)/gm)];
  return heads.at(-1)?.[1] ?? basename(file, ".sol");
}

function solidity(folder) {
  return readdirSync(join(contracts, folder), { recursive: true })
    .filter((file) => file.endsWith(".sol"))
    .map((file) => ({ file, text: readFileSync(join(contracts, folder, file), "utf8") }));
}
