import type * as sdk from '@sparkkit/sdk'

export type {
  ApprovalMessage,
  CodeVerdict,
  Content,
  ContentFacets,
  CreateSparkRequestsResult,
  Me,
  SortedCodes,
  SparkStatus,
} from '@sparkkit/sdk'

export type Platform = sdk.Content['platform']
export type MediaType = sdk.Content['mediaType']

/** One post a creator is asked for; `code` is null until they have given one. */
export type ApprovalItem = Omit<sdk.ApprovalItem, 'code'> & { readonly code: sdk.ApprovalItem['code'] | null }

/** What a creator sees behind an approval link. */
export type Approval = Omit<sdk.Approval, 'items'> & { readonly items: readonly ApprovalItem[] }
