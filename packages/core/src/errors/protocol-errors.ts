import type { ErrorDefinition } from './definition.ts'

/** Errors of the API as such, whatever the resource. */
export const PROTOCOL_ERRORS = {
  invalid_json: {
    status: 400,
    family: 'invalid_request',
    title: 'The request body is not valid JSON.',
    remedy: 'Send a well-formed JSON document.',
  },
  invalid_request: {
    status: 400,
    family: 'invalid_request',
    title: 'The request does not fit what this endpoint accepts.',
    remedy: 'Correct the fields listed under `errors` and send the request again.',
  },
  unsupported_media_type: {
    status: 415,
    family: 'invalid_request',
    title: 'The content type of the request is not supported here.',
    remedy: 'Send the body with the content type this endpoint documents, usually `application/json`.',
  },
  payload_too_large: {
    status: 413,
    family: 'invalid_request',
    title: 'The request body is too large.',
    remedy: 'Send less in one request, for example fewer rows per batch.',
  },
  method_not_allowed: {
    status: 405,
    family: 'invalid_request',
    title: 'This address does not answer that HTTP method.',
    remedy: 'Use one of the methods listed in the `Allow` header.',
  },
  route_not_found: {
    status: 404,
    family: 'not_found',
    title: 'There is no endpoint at this address.',
    remedy: 'Check the path against the API reference.',
  },
  not_found: {
    status: 404,
    family: 'not_found',
    title: 'No such resource exists in this workspace.',
    remedy: 'Check the id, and that the key belongs to the workspace that owns it.',
  },
  unauthenticated: {
    status: 401,
    family: 'authentication',
    title: 'The request carries no valid credential.',
    remedy: 'Send a current API key or embed token as `Authorization: Bearer …`.',
  },
  insufficient_scope: {
    status: 403,
    family: 'permission',
    title: 'The credential does not have the scope this call needs.',
    remedy: 'Use a key or token that carries the scope named in `detail`.',
  },
  origin_not_allowed: {
    status: 403,
    family: 'permission',
    title: 'This token may not be used from this origin.',
    remedy: "Mint the embed token with the page's origin among its allowed origins.",
  },
  invalid_cursor: {
    status: 400,
    family: 'invalid_request',
    title: 'The cursor does not belong to this query.',
    remedy: 'Start again without a cursor and keep filters and sort the same while paging.',
  },
  conflict: {
    status: 409,
    family: 'conflict',
    title: 'The resource was changed meanwhile or already exists.',
    remedy: 'Read it again and repeat the change on its present state.',
  },
  precondition_failed: {
    status: 412,
    family: 'conflict',
    title: 'The resource is no longer the version named in `If-Match`.',
    remedy: 'Read it again, then repeat the change with its new `ETag`.',
  },
  idempotency_conflict: {
    status: 409,
    family: 'conflict',
    title: 'The first request with this idempotency key is still running.',
    remedy: 'Send the same request again after the time in `Retry-After`: it gets the answer of the first one.',
  },
  idempotency_mismatch: {
    status: 422,
    family: 'invalid_request',
    title: 'This idempotency key was used before with another request.',
    remedy: 'Use a new `Idempotency-Key` for a new request.',
  },
  rate_limited: {
    status: 429,
    family: 'rate_limit',
    title: 'Too many requests.',
    remedy: 'Wait as long as `Retry-After` says, then try again.',
  },
  internal_error: {
    status: 500,
    family: 'api',
    title: 'Something went wrong on our side.',
    remedy: 'Try again later and quote the `requestId` if it stays.',
  },
  unavailable: {
    status: 503,
    family: 'api',
    title: 'The service cannot answer right now.',
    remedy: 'Try again after the time in `Retry-After`.',
  },
} as const satisfies Record<string, ErrorDefinition>
