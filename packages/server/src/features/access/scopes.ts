/** What a key or token may do. `spark-codes:reveal` shows codes in clear and is granted apart from reading them masked; `creators:erase` cannot be undone. */
export const API_SCOPES = [
  'content:read',
  'content:write',
  'creators:erase',
  'spark-requests:read',
  'spark-requests:write',
  'spark-codes:read',
  'spark-codes:write',
  'spark-codes:reveal',
  'handoffs:read',
  'handoffs:write',
  'spark-codes:bind',
  'ad-accounts:read',
  'ad-accounts:write',
  'webhooks:read',
  'webhooks:write',
  'events:read',
  'access:read',
  'access:write',
  'sandbox:write',
] as const

export type ApiScope = (typeof API_SCOPES)[number]
