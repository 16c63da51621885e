// Changes the arithmetic of money one operator at a time and asks its tests about each change: a change that no test notices survives.
// Nothing is changed in place: every worker has its own copy. Exits with 1 below the score, and when tools/mutate.allow.json is out of date.
//
//   node tools/mutate.mjs [--jobs N] [--only TEXT] [--list]
//     --only   only mutants of lines that contain TEXT; the score is printed and not judged
//     --list   prints the mutants and runs nothing
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const SCORE_LEAST = 0.95;
const RUN_MS_MAX = 120_000;
/** The core, and the tests that alone must notice every change of it. */
const SOURCES = ["src/lib/SettlementMath.sol", "src/lib/EpochWord.sol"];
const TESTS = "test/settlement";
const NEEDED = ["foundry.toml", "package.json", "tools/solc", "test/Test.sol", "test/Vm.sol", TESTS, ...SOURCES];

/** Name, what it finds in a line, and what it puts in its place: each alternative of each match is one mutant. */
const OPERATORS = [
  ["comparison", / (<=|>=|==|!=|<|>) /g, ([, operator]) => COMPARISONS[operator].map((other) => ` ${other} `)],
  ["condition", /\bif \((.*?)\) (?=return|\{)/g, () => ["if (true) ", "if (false) "]],
  ["plus, minus", / ([+-])(=?) /g, ([, sign, assigns]) => [` ${sign === "+" ? "-" : "+"}${assigns} `]],
  ["times, over", / ([*/]) /g, ([, operator]) => [` ${operator === "*" ? "/" : "*"} `]],
  ["shift", / (<<|>>) /g, ([, operator]) => [` ${operator === "<<" ? ">>" : "<<"} `]],
  ["bits", / ([&|]) /g, ([, operator]) => [` ${operator === "&" ? "|" : "&"} `]],
  ["off by one", /(?<![\w.])(0x[0-9a-fA-F]+|\d[\d_]*)(?![\w.])/g, ([, literal]) => neighbours(literal)],
  ["least, most", / \? ([^?:]+) : ([^?:;]+);/g, ([, yes, no]) => [` ? ${no} : ${yes};`]],
  ["rounding, up to down", / \+ (UNIT|\(1 << 30\)) - 1(?= *\))/g, () => [""]],
  ["rounding, down to up", /return (.*) >> 32;/g, ([, x]) => (/UNIT/.test(x) ? [] : [`return (${x} + UNIT - 1) >> 32;`])],
  ["rounding, down to up", /(= |return )(.*) \/ (BPS|rate);/g, ([, head, x, by]) => [`${head}(${x} + ${by} - 1) / ${by};`]],
  ["narrowing", /\buint(32|88)\((?=\w)/g, ([, bits]) => [`uint${bits}(1 + `]],
  ["dropped statement", /^\s+(?!uint|bool)\S.*;$/g, () => [""]],
];
const COMPARISONS = {
  "<=": ["<", ">", "=="],
  ">=": [">", "<", "=="],
  "<": ["<=", ">=", "!="],
  ">": [">=", "<", "!="],
  "==": ["!=", "<=", ">="],
  "!=": ["==", "<", ">"],
};

const contracts = dirname(dirname(fileURLToPath(import.meta.url)));
const wish = (name) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : undefined);
const only = wish("--only");
const mutants = SOURCES.flatMap(mutantsOf).filter((mutant) => !only || mutant.before.includes(only));
const allowed = JSON.parse(readFileSync(join(contracts, "tools/mutate.allow.json"), "utf8"));

if (process.argv.includes("--list")) {
  for (const mutant of mutants) console.log(shown(mutant));
  console.log(`${mutants.length} mutants`);
} else {
  process.exitCode = report(await runAll(Number(wish("--jobs") ?? Math.max(1, cpus().length >> 1)))) ? 0 : 1;
}

function neighbours(literal) {
  const value = BigInt(literal.replaceAll("_", ""));
  const written = (number) => (literal.startsWith("0x") ? `0x${number.toString(16).padStart(literal.length - 2, "0")}` : `${number}`);
  return [value + 1n, value - 1n].filter((number) => number >= 0n).map(written);
}

/** Every change of every line of code; comments, declarations of the file and the heads of functions stay. */
function mutantsOf(file) {
  const source = readFileSync(join(contracts, file), "utf8");
  const lines = source.split("\n");
  const found = new Map();
  let depth = 0;
  for (const [index, line] of lines.entries()) {
    const code = /^\s*\/\//.test(line) ? "" : line.replace(/ \/\/.*$/, "");
    if (depth >= 1 && !/^\s*(function|returns|internal|pure|using)\b|^import|^pragma/.test(code)) {
      for (const [operator, pattern, alternatives] of OPERATORS) {
        // Whole statements are dropped in functions only; a constant without its line would just not compile.
        if (operator === "dropped statement" && (depth < 2 || /constant/.test(code))) continue;
        for (const match of code.matchAll(pattern)) {
          for (const text of alternatives(match)) {
            const after = code.slice(0, match.index) + text + code.slice(match.index + match[0].length);
            const changed = lines.with(index, after).join("\n");
            if (changed !== source && !found.has(changed)) {
              found.set(changed, { file, line: index + 1, operator, before: line.trim(), after: after.trim(), source: changed });
            }
          }
        }
      }
    }
    depth += count(code, "{") - count(code, "}");
  }
  return [...found.values()];
}

function count(text, part) {
  return text.split(part).length - 1;
}

async function runAll(jobs) {
  const root = mkdtempSync(join(tmpdir(), "mutate-"));
  const waiting = [...mutants];
  try {
    const folders = Array.from({ length: Math.min(jobs, Math.max(1, waiting.length)) }, (_, i) => copyTo(join(root, String(i))));
    const untouched = await test(folders[0]);
    if (untouched.verdict !== "survived") throw new Error(`the tests fail before anything is changed:\n${untouched.output}`);
    await Promise.all(folders.map((folder) => work(folder, waiting)));
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
  return mutants;
}

function copyTo(folder) {
  mkdirSync(folder);
  for (const path of NEEDED) cpSync(join(contracts, path), join(folder, path), { recursive: true });
  symlinkSync(join(contracts, "node_modules"), join(folder, "node_modules"));
  return folder;
}

async function work(folder, waiting) {
  for (let mutant = waiting.shift(); mutant; mutant = waiting.shift()) {
    const path = join(folder, mutant.file);
    const original = readFileSync(join(contracts, mutant.file), "utf8");
    writeFileSync(path, mutant.source);
    mutant.verdict = (await test(folder)).verdict;
    writeFileSync(path, original);
    if (process.stderr.isTTY) process.stderr.write(`\r${mutants.length - waiting.length} of ${mutants.length} `);
    else if (waiting.length % 20 === 0) console.error(`${waiting.length} of ${mutants.length} wait`);
  }
}

/** What the tests say of the copy: "killed", "survived", or "invalid" when it does not compile. */
function test(folder) {
  // What an earlier mutant failed on must not be tried again on this one: each is judged alone.
  rmSync(join(folder, "cache/fuzz"), { recursive: true, force: true });
  const path = `${join(contracts, "node_modules/.bin")}:${process.env.PATH}`;
  const env = { ...process.env, PATH: path, NO_COLOR: "1", FOUNDRY_PROFILE: "default" };
  return new Promise((resolve, reject) => {
    const forge = spawn("forge", ["test", "--fail-fast"], { cwd: folder, env, timeout: RUN_MS_MAX, killSignal: "SIGKILL" });
    let output = "";
    forge.stdout.on("data", (text) => (output += text));
    forge.stderr.on("data", (text) => (output += text));
    forge.on("error", (failed) => reject(new Error(`forge does not start (${failed.message}): run npm ci --ignore-scripts`)));
    forge.on("close", (code) => {
      const invalid = /Compiler run failed|ParserError|TypeError|Error \(\d+\)/.test(output);
      if (code !== 0 && !invalid && !/\[FAIL/.test(output) && code !== null) reject(new Error(output));
      resolve({ verdict: invalid ? "invalid" : code === 0 ? "survived" : "killed", output });
    });
  });
}

function report(judged) {
  const isAllowed = (mutant) => allowed.some((each) => matches(each, mutant));
  const survivors = judged.filter((mutant) => mutant.verdict === "survived");
  const equivalent = survivors.filter(isAllowed);
  const wanted = survivors.filter((mutant) => !isAllowed(mutant));
  const killed = judged.filter((mutant) => mutant.verdict === "killed").length;
  const invalid = judged.filter((mutant) => mutant.verdict === "invalid").length;

  for (const mutant of wanted) console.log(`survived: ${shown(mutant)}`);
  const stale = only ? [] : allowed.filter((each) => !equivalent.some((mutant) => matches(each, mutant)));
  for (const each of stale) {
    console.log(`tools/mutate.allow.json: no such mutant survives, take it out: ${each.file}: ${each.before} -> ${each.after}`);
  }
  printTable(judged);
  const score = killed / (killed + wanted.length);
  console.log(
    `mutation score: ${(100 * score).toFixed(1)} % (${killed} of ${killed + wanted.length} killed; ` +
      `${equivalent.length} equivalent, listed with reasons; ${invalid} that do not compile, not counted)`,
  );
  if (!only && score < SCORE_LEAST) {
    console.log(`Below ${100 * SCORE_LEAST} %: add a test in ${TESTS} that fails on a survivor; only one that no input tells apart may be allowed.`);
  }
  return only !== undefined || (score >= SCORE_LEAST && stale.length === 0);
}

function printTable(judged) {
  for (const name of new Set(OPERATORS.map(([operator]) => operator))) {
    const ours = judged.filter((mutant) => mutant.operator === name && mutant.verdict !== "invalid");
    const killed = ours.filter((mutant) => mutant.verdict === "killed").length;
    console.log(`${name.padEnd(22)} ${String(ours.length).padStart(4)} mutants ${String(killed).padStart(4)} killed`);
  }
}

function matches(each, mutant) {
  return each.file === basename(mutant.file) && each.before === mutant.before && each.after === mutant.after;
}

function shown({ file, line, operator, before, after }) {
  return `${file}:${line} (${operator})\n  - ${before}\n  + ${after}`;
}
