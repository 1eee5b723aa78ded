export type { Actor } from './actor.ts'
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
export { ID_PREFIXES, type IdKind, isId } from './ids.ts'
export type {
  Decided,
  DecidedEvent,
  Decision,
  IncomingCode,
  Refused,
  SparkCommand,
  SparkCommandOf,
} from './spark/commands.ts'
export { applyDecision, decide } from './spark/decide.ts'
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
