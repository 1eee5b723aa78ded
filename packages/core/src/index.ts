export type { Actor } from './actor.ts'
export {
  APPROVAL_LOCALES,
  APPROVAL_PROBLEMS,
  type ApprovalLocale,
  type ApprovalMessages,
  type ApprovalProblem,
  approvalLocale,
  approvalMessages,
  boldParts,
  fillMessage,
  type MessageParameters,
  type PluralForms,
  pluralMessage,
  problemMessage,
} from './approval-messages/index.ts'
export { bindingRetryMs, decideBinding, isBindingDue, isBindingSuspended, isBindingWanted } from './bindings/decide-binding.ts'
export {
  BINDING_REASONS,
  type BindingFixer,
  type BindingReason,
  type BindingReasonDefinition,
  bindingReason,
  CODE_END_REASONS,
} from './bindings/reasons.ts'
export {
  BINDING_EVENTS,
  BINDING_STATUSES,
  type BindingCommand,
  type BindingDecision,
  type BindingEvent,
  type BindingIntent,
  type BindingOutcome,
  type BindingState,
  type BindingStatus,
  type BindingTime,
} from './bindings/types.ts'
export {
  ELIGIBILITY_REASONS,
  type Eligibility,
  type EligibilityCode,
  type EligibilityInput,
  type EligibilityReason,
  type EligibilitySeverity,
  eligibilityOf,
} from './content/eligibility.ts'
export { hashtagsOf, normaliseHandle, normaliseHashtag } from './content/names.ts'
export { nextFetchDelayMs, type PictureSize, thumbnailSize } from './content/picture.ts'
export { type SearchTerm, searchQuery, searchText, searchTokens } from './content/search-text.ts'
export {
  type ContentFacts,
  MEDIA_TYPES,
  METRICS,
  type MediaType,
  type Metric,
  type Metrics,
  PLATFORMS,
  type Platform,
  SPARK_STATUSES,
  type SparkStatus,
} from './content/types.ts'
export { ERROR_FAMILIES, type ErrorDefinition, type ErrorFamily } from './errors/definition.ts'
export { ERRORS, type ErrorCode, errorDefinition, isErrorCode } from './errors.ts'
export {
  EVENT_SUBJECTS,
  EVENTS,
  type EventDefinition,
  type EventResource,
  type EventSubjectKind,
  type EventType,
  isEventFilter,
  isEventType,
  matchesEventFilter,
} from './events/catalogue.ts'
export { EVENT_EXAMPLES, type EventExample } from './events/examples.ts'
export { EVENT_FEED_DAYS, EVENT_RETENTION_DAYS, eventRetentionDays } from './events/retention.ts'
export { withoutPerson } from './events/without-person.ts'
export { ID_PREFIXES, type IdKind, isId } from './ids.ts'
export { builtInMessage } from './messages/built-in/index.ts'
export {
  MAX_SUBJECT,
  MESSAGE_CHANNELS,
  MESSAGE_KINDS,
  MESSAGE_LIMITS,
  type MessageChannel,
  type MessageKind,
  type MessageLimit,
  messageLength,
} from './messages/channels.ts'
export { formatShortCode, parseShortCode, SHORT_CODE_ALPHABET, SHORT_CODE_DAYS, SHORT_CODE_LENGTH } from './messages/short-code.ts'
export { smsSegments } from './messages/sms.ts'
export {
  MESSAGE_VARIABLES,
  type MessageProblem,
  type MessageText,
  type MessageValues,
  type MessageVariable,
  messageHasLink,
  messageProblem,
  type RenderedMessage,
  renderMessage,
} from './messages/template.ts'
export {
  AD_REFUSALS,
  type AdRefusal,
  type AdRefusalDefinition,
  type AdRefusalFixer,
  type AdRefusalSubject,
  isRetryable,
  namesTheCode,
} from './platforms/ad-refusals.ts'
export { type NoPostUrl, type PostUrl, parsePostUrl } from './platforms/parse-post-url.ts'
export type { PostIdentity, PostUrlProblem } from './platforms/post-url.ts'
export { profileUrl } from './platforms/profile-url.ts'
export { isTiktokId, tiktokIdTime } from './platforms/tiktok-id.ts'
export { type ReceiptMessages, receiptMessages } from './receipt-messages/index.ts'
export { type ShortCodeMessages, shortCodeMessages } from './short-code-messages/index.ts'
export { type CalendarDate, isCalendarDate, isTimeZone } from './spark/calendar.ts'
export type {
  Decided,
  DecidedEvent,
  Decision,
  IncomingCode,
  Refused,
  SparkCommand,
  SparkCommandOf,
} from './spark/commands.ts'
export {
  answerTimes,
  askAgainAt,
  COVERAGE_STATUSES,
  type Coverage,
  type CoverageGap,
  type CoverageStatus,
  coverageOf,
  DEFAULT_ANSWER_MS,
  type FlightPlan,
  type FlightWindow,
  flightWindow,
  gapAtEnd,
  medianOf,
} from './spark/coverage.ts'
export { applyDecision, decide } from './spark/decide.ts'
export type { Repair } from './spark/find-codes.ts'
export { maskSparkCode, type NoSparkCode, type ParsedSparkCode, parseSparkCode, type SparkCodeProblem } from './spark/parse-spark-code.ts'
export { redactSparkCodes } from './spark/redact-codes.ts'
export { nextReminderAt, REMINDER_DAYS, REMINDER_REST_DAYS, type Reminded, remindersBy } from './spark/reminders.ts'
export { MAX_SPLIT_CODES, type SplitCode, splitSparkCodes } from './spark/split-codes.ts'
export { projectionOf, type SparkProjection, sparkStatusOf } from './spark/status.ts'
export { DEFAULT_THRESHOLDS_DAYS, dueThreshold, nextCodeTick, nextRequestTick } from './spark/ticks.ts'
export {
  CODE_STATUSES,
  type Millis,
  REQUEST_STATUSES,
  type SparkCodeState,
  type SparkCodeStatus,
  type SparkRequestState,
  type SparkRequestStatus,
  type SparkState,
  WINDOW_SOURCES,
  type WindowSource,
} from './spark/types.ts'
export { type CodeWindow, DAY_MS, DEFAULT_WINDOW_DAYS, isLiveAt, windowOf } from './spark/window.ts'
export { stripInvisibles } from './text/invisibles.ts'
export {
  DISABLE_AFTER_MS,
  type EndpointHealth,
  type EndpointVerdict,
  endpointHealth,
  type FailureStreak,
  streakOnProbation,
  type Tries,
} from './webhooks/endpoint-health.ts'
export { MAX_ATTEMPTS, MAX_RETRY_AFTER_MS, nextAttemptDelayMs } from './webhooks/retry-schedule.ts'
