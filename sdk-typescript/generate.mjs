// Writes src/openapi.ts (types, by openapi-typescript) and src/operations.ts (what a call needs to know at run time) from the API's
// document. `--check` writes nothing and fails when they differ.
import { readFile, writeFile } from "node:fs/promises";
import openapiTS, { astToString } from "openapi-typescript";

const document = JSON.parse(await readFile(new URL("../docs/api/openapi.json", import.meta.url), "utf8"));
const heading = "// Generated from docs/api/openapi.json by generate.mjs.\n";

function operations() {
  const rows = [];
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const parameters = operation.parameters ?? [];
      const good = Object.entries(operation.responses).find(([status]) => status.startsWith("2"))?.[1];
      // What has no end is no call.
      if (good?.content && !good.content["application/json"]) continue;
      const repeatable = parameters.some((one) => one.in === "header" && one.name.toLowerCase() === "idempotency-key");
      const row = { method: method.toUpperCase(), path, body: "requestBody" in operation, repeatable };
      rows.push(`  ${operation.operationId}: ${JSON.stringify(row)},\n`);
    }
  }
  return `export const operations = {\n${rows.join("")}} as const;\n\nexport type OperationId = keyof typeof operations;\n`;
}

const files = {
  "src/openapi.ts": heading + astToString(await openapiTS(document)),
  "src/operations.ts": heading + operations(),
};
for (const [name, text] of Object.entries(files)) {
  const file = new URL(name, import.meta.url);
  if (!process.argv.includes("--check")) {
    await writeFile(file, text);
  } else if ((await readFile(file, "utf8").catch(() => "")) !== text) {
    console.error(`sdk-typescript/${name} is stale: npm --prefix sdk-typescript run generate, and look at the difference`);
    process.exitCode = 1;
  }
}
