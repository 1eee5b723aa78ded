import type { components } from './generated/api.ts'
import type { Body, Query } from './internal/operation.ts'

type Schemas = components['schemas']

// What the service answers, in the order of the story.
export type Import = Schemas['Import']
export type ImportIssue = Schemas['ImportIssue']
export type ImportMapping = Schemas['ImportMapping']
export type Content = Schemas['Content']
export type ContentFacets = Schemas['ContentFacets']
export type BatchContentResult = Schemas['BatchContentResult']
export type Eligibility = Content['eligibility']
export type EligibilityReason = Schemas['EligibilityReason']
export type Metrics = Schemas['Metrics']
export type SparkStatus = Schemas['SparkStatus']
export type SparkRequest = Schemas['SparkRequest']
export type CreateSparkRequestsResult = Schemas['CreateSparkRequestsResult']
export type ApprovalLink = Schemas['ApprovalLink']
export type ApprovalMessage = Schemas['ApprovalMessage']
export type MarkSentResult = Schemas['MarkSentResult']
export type MessageTemplate = Schemas['MessageTemplate']
export type Approval = Schemas['Approval']
export type ApprovalItem = Schemas['ApprovalItem']
export type CodeVerdict = Schemas['CodeVerdict']
export type SortedCodes = Schemas['SortedCodes']
export type SparkCode = Schemas['SparkCode']
/** A code as events about its life carry it: with its post and, where an endpoint has `includeCodes`, the code itself. */
export type AnnouncedSparkCode = Schemas['AnnouncedSparkCode']
export type RevealedSparkCode = Schemas['RevealedSparkCode']
export type WebhookEndpoint = Schemas['WebhookEndpoint']
export type CreatedWebhookEndpoint = Schemas['CreatedWebhookEndpoint']
export type SigningSecret = Schemas['WebhookSecret']
export type RotatedSigningSecret = Schemas['RotatedWebhookSecret']
export type Replay = Schemas['Replay']
export type Delivery = Schemas['Delivery']
export type DeliveryAttempt = Schemas['DeliveryAttempt']
export type DeliveryWithAttempts = Schemas['DeliveryWithAttempts']
export type Me = Schemas['Me']
export type EmbedToken = Schemas['EmbedToken']
export type SandboxClock = Schemas['SandboxClock']

// What it is asked. Times may be `Date`s, and one value does for a list of one in a query.
export type ImportsQuery = Query<'listImports'>
export type ImportIssuesQuery = Query<'listImportIssues'>
export type ContentInput = BatchContentInput['items'][number]
export type BatchContentInput = Body<'batchContent'>
export type ContentQuery = Query<'listContent'>
export type ContentFacetsQuery = Query<'getContentFacets'>
export type CreateSparkRequestsInput = Body<'createSparkRequests'>
export type SparkRequestsQuery = Query<'listSparkRequests'>
export type ApprovalLinksQuery = Query<'listApprovalLinks'>
export type MarkSentInput = Body<'markApprovalLinkSent'>
export type MessageTemplateInput = Body<'putMessageTemplate'>
export type CheckCodeInput = Body<'checkApprovalCode'>
export type SortCodesInput = Body<'sortApprovalCodes'>
export type ApproveInput = Body<'approveSparkRequest'>
export type RejectInput = Body<'rejectSparkRequest'>
export type WithdrawInput = Body<'withdrawSparkCode'>
export type AddSparkCodeInput = Body<'addSparkCode'>
export type SparkCodesQuery = Query<'listSparkCodes'>
export type ExportSparkCodesQuery = Query<'exportSparkCodes'>
export type EventsQuery = Query<'listEvents'>
export type WebhookEndpointsQuery = Query<'listWebhookEndpoints'>
export type CreateWebhookEndpointInput = Body<'createWebhookEndpoint'>
export type UpdateWebhookEndpointInput = Body<'updateWebhookEndpoint'>
export type RotateSigningSecretInput = Body<'rotateWebhookSecret'>
export type CreateReplayInput = Body<'createReplay'>
export type StreamEventsQuery = Query<'streamEvents'>
export type DeliveriesQuery = Query<'listDeliveries'>
export type CreateEmbedTokenInput = Body<'createEmbedToken'>
export type AdvanceClockInput = Body<'advanceSandboxClock'>
