// Generated from docs/api/openapi.json by generate.mjs.
export const operations = {
  publishOffer: {"method":"POST","path":"/v1/offers","body":true,"repeatable":false},
  listOffers: {"method":"GET","path":"/v1/offers","body":false,"repeatable":false},
  offer: {"method":"GET","path":"/v1/offers/{hash}","body":false,"repeatable":false},
  listProviders: {"method":"GET","path":"/v1/providers","body":false,"repeatable":false},
  provider: {"method":"GET","path":"/v1/providers/{id}","body":false,"repeatable":false},
  providerQuality: {"method":"GET","path":"/v1/providers/{id}/quality","body":false,"repeatable":false},
  publishProfile: {"method":"POST","path":"/v1/profiles","body":true,"repeatable":false},
  listCertificates: {"method":"GET","path":"/v1/certificates","body":false,"repeatable":false},
  design: {"method":"POST","path":"/v1/designs","body":true,"repeatable":false},
  quotePlan: {"method":"POST","path":"/v1/designs/quotes","body":true,"repeatable":false},
  quoteInputs: {"method":"GET","path":"/v1/quotes/{hash}/inputs","body":false,"repeatable":false},
  quote: {"method":"POST","path":"/v1/quotes","body":true,"repeatable":false},
  frozenQuote: {"method":"GET","path":"/v1/quotes/{hash}","body":false,"repeatable":false},
  openSla: {"method":"POST","path":"/v1/slas","body":true,"repeatable":false},
  listSlas: {"method":"GET","path":"/v1/slas","body":false,"repeatable":false},
  sla: {"method":"GET","path":"/v1/slas/{id}","body":false,"repeatable":false},
  agreement: {"method":"GET","path":"/v1/agreements/{id}","body":false,"repeatable":false},
  listEpochs: {"method":"GET","path":"/v1/epochs","body":false,"repeatable":false},
  statement: {"method":"GET","path":"/v1/statements/{slaId}","body":false,"repeatable":false},
  network: {"method":"GET","path":"/v1/network","body":false,"repeatable":false},
} as const;

export type OperationId = keyof typeof operations;
