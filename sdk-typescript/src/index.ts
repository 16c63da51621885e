// The client of a platform's API. Types come from its document (api.ts is generated); calls, repeats and pages are here.
export { Flashback, type Options } from "./client.js";
export { ProblemError, UnansweredError, type Problem } from "./errors.js";
export { operations, type OperationId } from "./operations.js";
export type { components, operations as Operations } from "./openapi.js";
