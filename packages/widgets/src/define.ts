import { SparkkitApprovalForm } from './elements/approval-form/approval-form.ts'
import { SparkkitContentGrid } from './elements/content-grid/content-grid.ts'
import { defineOnce } from './internal/define-once.ts'

// Written out, not imported from the two define files: bundlers drop the chunks those would share as free of side effects.
defineOnce('sparkkit-approval-form', SparkkitApprovalForm)
defineOnce('sparkkit-content-grid', SparkkitContentGrid)
