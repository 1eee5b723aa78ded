export type { ApprovalMessages } from '@sparkkit/core'
export { SparkkitApprovalForm } from './elements/approval-form/approval-form.ts'
export { SparkkitContentGrid } from './elements/content-grid/content-grid.ts'
export { type ContentSort, type GridFilters, NO_FILTERS } from './elements/content-grid/filters.ts'
export { ENGLISH_GRID, type GridStrings, registerGridStrings } from './elements/content-grid/strings.ts'
export { SparkkitRequestDialog } from './elements/request-dialog/request-dialog.ts'
export { type DialogStrings, ENGLISH_DIALOG } from './elements/request-dialog/strings.ts'
export { ApprovalAnswerEvent, type ApprovalAnswerEventName, SparkkitErrorEvent, SparkkitReadyEvent } from './events/approval-events.ts'
export {
  SparkkitAuthErrorEvent,
  SparkkitCodeCopiedEvent,
  SparkkitFilterChangeEvent,
  SparkkitMessageCopiedEvent,
  SparkkitRequestEvent,
  SparkkitRequestedEvent,
  SparkkitSelectionChangeEvent,
} from './events/grid-events.ts'
export type { GetToken } from './internal/token-source.ts'
export type { ApiClient } from './internal/workspace-api.ts'
export { COLOR_TOKENS } from './styles/tokens.ts'
